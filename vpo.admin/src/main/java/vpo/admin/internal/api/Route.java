package vpo.admin.internal.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of the table of what can be asked for.
 *
 * @param method such as {@code GET}, which stands for {@code HEAD}, too
 * @param path below {@code /api/v1}; a segment in braces is a variable
 * @param query the parameters that there are
 * @param answers each status that it can have by itself; those of every route (400, 401, 403, 405, 429, 500) go without saying
 * @param handler what answers
 */
public record Route(String method, String path, Set<String> query, Set<Integer> answers, Handler handler) {

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        /**
         * On the request's own thread, which may wait.
         *
         * @throws ApiException if it is not carried out
         * @throws IOException if the client does not send what it was to send, or something could not be written
         */
        Reply answer(Call call) throws ApiException, IOException, InterruptedException;
    }

    /** A route without parameters. */
    public static Route of(String method, String path, int answer, Handler handler) {
        return new Route(method, path, Set.of(), Set.of(answer), handler);
    }

    /** The same with query parameters. */
    public Route query(String... keys) {
        return new Route(method, path, new TreeSet<>(Set.of(keys)), answers, handler);
    }

    /** The same with more that it may answer. */
    public Route or(Integer... more) {
        Set<Integer> all = new TreeSet<>(answers);
        all.addAll(List.of(more));
        return new Route(method, path, query, all, handler);
    }

    /** The values of the path's variables; empty if it is another path. */
    Optional<Map<String, String>> match(String asked) {
        List<String> wanted = segments(path);
        List<String> found = segments(asked);
        if (wanted.size() != found.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String segment = wanted.get(i);
            if (segment.startsWith("{") && !found.get(i).isEmpty()) {
                variables.put(segment.substring(1, segment.length() - 1), found.get(i));
            } else if (!segment.equals(found.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> segments(String path) {
        return new ArrayList<>(List.of(path.split("/", -1)));
    }
}
