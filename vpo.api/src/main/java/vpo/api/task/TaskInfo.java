package vpo.api.task;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What can be told of a task in flight.
 *
 * @param name the name that it was registered under
 * @param since when it was registered
 * @param age how long ago that was, by a clock that is never set
 * @param percent how far it is, 0 to 100; empty if it did not say
 * @param note what it is doing; empty if it did not say
 * @param cancelled whether it was asked to end early
 */
public record TaskInfo(String name, Instant since, Duration age, OptionalDouble percent, String note,
        boolean cancelled) {}
