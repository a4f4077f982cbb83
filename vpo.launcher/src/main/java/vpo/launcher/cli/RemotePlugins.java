package vpo.launcher.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonObject;

/**
 * The actions of {@code vpo plugin} on the daemon of another machine.
 *
 * @param daemon to ask
 */
record RemotePlugins(Administration daemon) {
    private static final String PLUGINS = "/plugins";

    /**
     * @param request as the bundle would get it, with its {@code action}
     * @param file that it is about, if there is one
     */
    Administration.Reply ask(Map<String, String> request, Optional<Path> file) throws Failure {
        String action = request.get("action");
        String plugin = PLUGINS + "/" + Administration.encoded(request.getOrDefault("name", ""));
        return switch (action) {
            case "list" -> daemon.get(PLUGINS, "plugins");
            case "show" -> daemon.get(plugin);
            case "check" -> upload(PLUGINS + "/check?file=" + name(file), file.orElseThrow());
            case "install" -> upload(PLUGINS + "?file=" + name(file) + "&acknowledge="
                    + request.get("acknowledge") + "&dry_run=" + request.get("dry-run"), file.orElseThrow());
            case "remove" -> daemon.delete(plugin + "?dry_run=" + request.get("dry-run"));
            default -> daemon.post(plugin + "/" + action, order(request));
        };
    }

    /**
     * Whoever refuses a request does not read the file, and the answer is lost while that is still sent. So a question
     * before finds out whether the credential is taken.
     */
    private Administration.Reply upload(String path, Path file) throws Failure {
        daemon.get(PLUGINS);
        return daemon.upload(path, file);
    }

    private static String name(Optional<Path> file) {
        return Administration.encoded(file.orElseThrow().getFileName().toString());
    }

    private static JsonObject order(Map<String, String> request) {
        JsonObject order = new JsonObject();
        Optional.ofNullable(request.get("version")).filter(each -> !each.isEmpty())
                .ifPresent(each -> order.addProperty("version", each));
        order.addProperty("dry_run", Boolean.valueOf(request.get("dry-run")));
        return order;
    }
}
