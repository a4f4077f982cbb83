package vpo.console.internal;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What a request to the console is about.
 *
 * @param method of HTTP
 * @param label of the console's page that answers it, as Felix's console finds it: a name up to the first dot will do
 * @param archive whether an archive is asked for
 * @param plainForm whether its body, if it has one, is a form whose parameters everybody sees alike
 * @param names of its parameters
 * @param parameters by name; null for one that is not there
 */
record ConsoleRequest(String method, String label, boolean archive, boolean plainForm, Set<String> names,
        UnaryOperator<String> parameters) {
    private static final String FORM = "application/x-www-form-urlencoded";

    static ConsoleRequest of(HttpServletRequest request) {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        String type = request.getContentType();
        boolean plain = type == null || type.toLowerCase(Locale.ROOT).startsWith(FORM);
        return new ConsoleRequest(request.getMethod(), label(path), path.endsWith(".zip"), plain,
                Set.copyOf(request.getParameterMap().keySet()), request::getParameter);
    }

    static String label(String path) {
        String first = path.replaceFirst("^/", "").replaceFirst("/.*", "");
        return first.replaceFirst("(?<=.)\\..*", "");
    }

    boolean has(String parameter) {
        return names.contains(parameter);
    }

    boolean is(String parameter, String value) {
        return value.equals(parameters.apply(parameter));
    }
}
