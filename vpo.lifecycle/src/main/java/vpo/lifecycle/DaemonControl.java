package vpo.lifecycle;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;

/**
 * What an operator does with the daemon as a whole: make it quiet, stop it, cancel work. A service; all methods may be
 * called from any thread, and none waits for the work that it is about.
 */
@ProviderType
public interface DaemonControl {

    /**
     * A task in flight, with the number by which it can be cancelled.
     *
     * @param id unique within the life of the daemon, from 1
     * @param info as of now
     */
    record RunningTask(long id, TaskInfo info) {}

    /** Whether new work is refused, although the daemon is not stopping. */
    boolean isDraining();

    /** Whether the daemon stops as soon as nothing is in flight. */
    boolean stopsWhenIdle();

    /**
     * Takes no new work, and lets what is in flight go on: {@link Tasks} refuse, and so do the HTTP resources of plugins;
     * administration goes on. Idempotent; without effect while the daemon stops.
     *
     * @param who asked, for the log
     */
    void drain(String who);

    /**
     * Takes new work again, and no longer stops when idle. Idempotent.
     *
     * @param who asked, for the log
     * @return false if the daemon is stopping, which nothing takes back
     */
    boolean resume(String who);

    /**
     * Begins to stop the daemon, as a SIGTERM does. Returns before it has drained.
     *
     * @param who asked, for the log
     */
    void stop(String who);

    /**
     * Drains, and stops once nothing is in flight; {@link #resume} takes it back until then.
     *
     * @param who asked, for the log
     */
    void stopWhenIdle(String who);

    /**
     * Begins to stop the daemon if nothing is in flight, also where it drains; else nothing changes. Work that begins in
     * the moment of the look may be refused, and what an operator asks for in that moment is not lost. A stop that was
     * asked for before, and may never have begun, is begun again.
     *
     * @param who asked, for the log
     * @return whether it stops because of this call
     */
    boolean stopIfIdle(String who);

    /** What is in flight, oldest first; an immutable snapshot. */
    List<RunningTask> tasks();

    /** How many tasks have been refused since the start, because the daemon drained or was stopping; from 0. */
    long refusedTasks();

    /** How many tasks have ended since the start after they had been asked to end early; from 0. */
    long cancelledTasks();

    /**
     * Asks a task to end early.
     *
     * @param id of the task
     * @param reason as the task and the log are told
     * @return false if no such task is in flight
     */
    boolean cancel(long id, String reason);

    /**
     * Registers work of the daemon's administration, such as the start of a plugin that an operator has asked for: it is
     * let in while the daemon drains, and refused only when it stops. Apart from that like {@link Tasks#begin(String)}.
     *
     * @param name as for any task
     * @return the handle
     * @throws TaskRefusedException if the daemon is stopping
     */
    Task beginAdministration(String name) throws TaskRefusedException;
}
