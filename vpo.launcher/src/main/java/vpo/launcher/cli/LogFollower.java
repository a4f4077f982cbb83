package vpo.launcher.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import com.google.gson.JsonObject;

/**
 * Tells each line of a daemon's log once, as it comes, until the daemon stops. A connection that breaks is made anew, and
 * what was missed is asked for.
 */
final class LogFollower {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** How often a daemon that was there is looked for, a pause apart, before it is given up. */
    private static final int TRIES = 15;
    private static final int MOST_LINES = 1000;

    private final Administration daemon;
    private final String level;
    private final Consumer<JsonObject> lines;
    /** The last ones that were told: a line may come in the answer to a question and as an event. */
    private final Set<String> told = new LinkedHashSet<>();

    /**
     * @param level the least that is told
     * @param lines told each line
     */
    LogFollower(Administration daemon, String level, Consumer<JsonObject> lines) {
        this.daemon = daemon;
        this.level = level;
        this.lines = lines;
    }

    /**
     * Follows.
     *
     * @param before how many of the lines before to tell
     * @return why it ended, in the daemon's words
     * @throws Failure if the daemon cannot be asked, or not any more
     */
    String follow(int before) throws Failure, InterruptedException {
        int ask = before;
        int failures = 0;
        while (true) {
            try (EventStream events = daemon.events("logs")) {
                // Only now: what comes in between comes as an event, too.
                tell(ask);
                ask = MOST_LINES;
                failures = 0;
                Optional<String> end = listen(events);
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (IOException e) {
                failures++;
            } catch (Failure e) {
                failures++;
                if (ask == before || failures > TRIES) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE);
        }
    }

    private Optional<String> listen(EventStream events) throws IOException {
        for (Optional<EventStream.Event> next = events.next(); next.isPresent(); next = events.next()) {
            Optional<JsonObject> json = Administration.object(next.get().data());
            switch (next.get().name()) {
                case "log" -> json.ifPresent(this::tell);
                case "close" -> {
                    return Optional.of(json.flatMap(each -> new Fields(each).text("reason")).orElse("the end"));
                }
                default -> {
                    // Signs of life.
                }
            }
        }
        return Optional.empty();
    }

    private void tell(int last) throws Failure {
        if (last > 0) {
            Fields.of(daemon.get("/logs?lines=" + last + "&level=" + level)).objects("entries")
                    .forEach(each -> tell(each.json()));
        }
    }

    private void tell(JsonObject entry) {
        if (LogText.isAtLeast(new Fields(entry), level) && told.add(entry.toString())) {
            if (told.size() > 2 * MOST_LINES) {
                told.remove(told.iterator().next());
            }
            lines.accept(entry);
        }
    }
}
