package vpo.http.internal;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import vpo.http.RequestBody;

/**
 * Jetty's last resort for every answer that nobody wrote: unknown paths, {@code sendError}, exceptions, and requests
 * that are no HTTP. It says what is wrong with the request's body, or the status in JSON and nothing else: no version, no stack trace, nothing of the request.
 */
final class JsonErrorHandler implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < HttpStatus.BAD_REQUEST_400
                ? HttpStatus.INTERNAL_SERVER_ERROR_500
                : response.getStatus();
        String body = JsonError.of(status, HttpStatus.getMessage(status));
        if (request.getAttribute(RequestBody.FAILURE) instanceof BodyFailure failure) {
            status = failure.status();
            body = failure.json();
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        // What is no HTTP, or has a path that may mean two things, comes by none of the daemon's own.
        response.getHeaders().put("X-Frame-Options", "DENY");
        response.getHeaders().put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        Content.Sink.write(response, true, body, callback);
        return true;
    }
}
