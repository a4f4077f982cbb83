package vpo.admin.internal.api;

/**
 * A request as it comes.
 *
 * @param method such as {@code GET}
 * @param path below {@code /api/v1}, decoded, with a slash at its beginning
 * @param query as it stands in the URL; null if there is none
 * @param body with its type
 * @param lastEventId the header {@code Last-Event-ID}: of a stream of events that broke, what came last; empty if there is
 *            none
 * @param caller who asks: {@code local}, a user's name, or {@code nobody}; fit for a line of the log
 */
public record Request(String method, String path, String query, Body body, String lastEventId, String caller) {}
