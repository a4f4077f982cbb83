package vpo.plugins.internal.host;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;

/** The register of vpo.lifecycle as the host sees it: it takes work, or refuses it when the daemon drains. */
final class WorkInFlight implements Tasks {
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final List<Handle> open = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;

    void refuse() {
        refusing = true;
    }

    List<String> names() {
        return names;
    }

    @Override
    public Task begin(String name) throws TaskRefusedException {
        if (refusing) {
            throw new TaskRefusedException(name + " is refused: the daemon stops");
        }
        names.add(name);
        Handle handle = new Handle(name);
        open.add(handle);
        return handle;
    }

    @Override
    public CompletionStage<Void> run(String name, Work work) {
        throw new AssertionError("the host works on its own thread");
    }

    @Override
    public List<TaskInfo> inFlight() {
        if (open.isEmpty()) {
            return List.of();
        }
        throw new AssertionError("in flight: " + open);
    }

    private final class Handle implements Task {
        private final String name;

        Handle(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void progress(double percent, String note) {
            // Nobody looks.
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public Optional<String> cancelReason() {
            return Optional.empty();
        }

        @Override
        public Task onCancel(Runnable action) {
            return this;
        }

        @Override
        public Task runOn(Thread thread) {
            return this;
        }

        @Override
        public Task owns(ProcessHandle process) {
            return this;
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }
}
