package vpo.launcher.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

import com.google.gson.JsonObject;

/**
 * Tells each line of a daemon's log once, as it comes, until the daemon stops. A stream that ends, as each does after a
 * while, or breaks is made anew, and goes on after the line that was told last.
 */
final class LogFollower {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** How often a daemon that was there is looked for, a pause apart, before it is given up. */
    private static final int TRIES = 15;

    private final Administration daemon;
    private final Reconnection again;
    private final String level;
    private final Predicate<JsonObject> reader;
    /** Of the last line; empty as long as none is known. */
    private String lastId = "";

    /** The daemon that is there now, perhaps one that was started in the place of the one before. */
    @FunctionalInterface
    interface Reconnection {
        /**
         * @throws Failure if it cannot be asked
         */
        Administration daemon() throws Failure;
    }

    /**
     * @param again asked for the daemon when the connection has broken: another one wants another credential
     * @param level the least that is told
     * @param reader told each line; false when it has enough
     */
    LogFollower(Administration daemon, Reconnection again, String level, Predicate<JsonObject> reader) {
        this.daemon = daemon;
        this.again = again;
        this.level = level;
        this.reader = reader;
    }

    /**
     * Follows.
     *
     * @param before how many of the lines before to tell
     * @return why it ended, in the daemon's words; empty if the reader had enough
     * @throws Failure if the daemon cannot be asked, or not any more
     */
    Optional<String> follow(int before) throws Failure, InterruptedException {
        if (before > 0 && !tellLast(before)) {
            return Optional.empty();
        }
        Administration now = daemon;
        boolean connected = false;
        boolean broken = false;
        int failures = 0;
        while (true) {
            try {
                if (broken) {
                    now = again.daemon();
                }
                try (EventStream events = now.events("logs", lastId)) {
                    connected = true;
                    broken = false;
                    failures = 0;
                    Listened end = listen(events);
                    if (end.isOver()) {
                        return end.reason();
                    }
                }
            } catch (IOException e) {
                broken = true;
                failures++;
            } catch (Failure e) {
                failures++;
                if (!connected || failures > TRIES
                        || e instanceof CredentialRefused && (broken || !hasAnotherCredential(now))) {
                    throw e;
                }
                broken = true;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Whether there is another one now; the one that was refused must not be shown once more. */
    private boolean hasAnotherCredential(Administration refused) {
        try {
            return !again.daemon().client().credential().authorization()
                    .equals(refused.client().credential().authorization());
        } catch (Failure e) {
            return false;
        }
    }

    /** The lines up to now. Where they end, the stream begins. */
    private boolean tellLast(int lines) throws Failure {
        Fields answer = Fields.of(daemon.get("/logs?lines=" + lines + "&level=" + level, "entries"));
        lastId = answer.text("last_event_id").orElse("");
        return answer.objects("entries").stream().allMatch(each -> reader.test(each.json()));
    }

    /**
     * How a stream came to its end.
     *
     * @param isOver whether there is no more to come
     * @param reason the daemon's
     */
    private record Listened(boolean isOver, Optional<String> reason) {}

    private Listened listen(EventStream events) throws IOException {
        try {
            for (Optional<EventStream.Event> next = events.next(); next.isPresent(); next = events.next()) {
                Optional<JsonObject> json = Administration.object(next.get().data());
                switch (next.get().name()) {
                    case "log" -> {
                        if (!json.map(this::tell).orElse(true)) {
                            return new Listened(true, Optional.empty());
                        }
                    }
                    case "close" -> {
                        return new Listened(true, json.flatMap(each -> new Fields(each).text("reason"))
                                .or(() -> Optional.of("the end")));
                    }
                    default -> {
                        // Signs of life.
                    }
                }
            }
            return new Listened(false, Optional.empty());
        } finally {
            lastId = events.lastId().orElse(lastId);
        }
    }

    private boolean tell(JsonObject entry) {
        return !LogText.isAtLeast(new Fields(entry), level) || reader.test(entry);
    }
}
