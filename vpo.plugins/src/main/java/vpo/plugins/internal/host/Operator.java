package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Quarantine;
import vpo.plugins.internal.trust.Acknowledgments;

/** What an operator can ask for. On the host's thread. */
final class Operator {
    private final PluginHost host;
    private final PluginStore store;
    private final Acknowledgments acknowledgments;

    Operator(PluginHost host, Acknowledgments acknowledgments) {
        this.host = host;
        this.store = host.store();
        this.acknowledgments = acknowledgments;
    }

    /** What was asked for cannot be done. The message says why. */
    static final class RefusedRequestException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedRequestException(String message) {
            super(message);
        }
    }

    /**
     * Does what is asked for.
     *
     * @param action such as {@code enable}
     * @param words the name of a plugin, or the symbolic name of a bundle; to acknowledge, a hash may follow
     * @return what was done, in a sentence
     */
    String perform(String action, String... words) throws RefusedRequestException, IOException, InterruptedException {
        if (action.equals("list") && words.length == 0) {
            return list();
        }
        if (words.length != 1 && !(words.length == 2 && action.equals("acknowledge"))) {
            throw new RefusedRequestException("a request is an action and a name");
        }
        String name = words[0];
        return switch (action) {
            case "acknowledge" -> acknowledge(name, words.length == 2 ? words[1] : "");
            case "enable" -> enable(state(name));
            case "disable" -> disable(state(name));
            case "rollback" -> rollback(state(name));
            case "remove" -> remove(state(name));
            default -> throw new RefusedRequestException("there is no action " + action);
        };
    }

    private PluginState state(String name) throws RefusedRequestException {
        return store.states().stream().filter(each -> each.name().equals(name) || each.symbolicName().equals(name))
                .findFirst().orElseThrow(() -> new RefusedRequestException("no plugin " + name + " is installed"));
    }

    private String list() {
        HostStatus status = host.status();
        StringBuilder text = new StringBuilder(status.safeMode() ? "safe mode: no plugins run" : "");
        status.running().forEach(each -> text.append("\nruns: ").append(each));
        store.states().stream().filter(each -> !each.enabled())
                .forEach(each -> text.append("\ndisabled: ").append(each.name()));
        status.waiting().forEach(each -> text.append("\nwaits: ").append(each));
        status.quarantined().forEach(each -> text.append("\nin quarantine: ").append(each));
        return text.isEmpty() ? "no plugins" : text.toString().strip();
    }

    private String acknowledge(String name, String hash)
            throws RefusedRequestException, IOException, InterruptedException {
        List<Candidate> meant = host.intake().all().stream()
                .filter(each -> each.jar().name().equals(name) || each.jar().symbolicName().equals(name))
                .filter(each -> each.hash().startsWith(hash)).toList();
        if (meant.isEmpty()) {
            throw new RefusedRequestException("no plugin folder has a whole jar of " + name
                    + (hash.isEmpty() ? "" : " with the SHA-256 " + hash));
        }
        Candidate best = meant.stream().max(Candidate.ORDER).orElseThrow();
        try {
            acknowledgments.acknowledge(best.jar().name(), best.hash());
        } catch (SQLException e) {
            throw new RefusedRequestException("the acknowledgment cannot be written: " + e.getMessage());
        }
        host.bringInLine();
        return best.jar().describe() + " in " + best.file() + " is acknowledged, SHA-256 " + best.hash();
    }

    private String enable(PluginState state) throws IOException, InterruptedException {
        store.save(state.released().enabled(true));
        host.bringInLine();
        return state.name() + " is enabled" + (state.quarantined().isEmpty() ? "" : " and out of quarantine");
    }

    private String disable(PluginState state) throws IOException, InterruptedException {
        store.save(state.enabled(false));
        host.bringInLine();
        return state.name() + " is disabled";
    }

    private String rollback(PluginState state) throws RefusedRequestException, IOException, InterruptedException {
        Optional<String> previous = state.previous();
        if (state.active().isEmpty() || previous.isEmpty()) {
            throw new RefusedRequestException("the store has no earlier version of " + state.name() + " that may run");
        }
        store.save(state.quarantine(state.active().get(),
                new Quarantine("was rolled back by the operator", Instant.now())));
        host.bringInLine();
        return state.name() + " is rolled back to the version " + previous.get()
                + "; 'vpo plugin enable' goes back to the one in the folder";
    }

    private String remove(PluginState state) throws IOException {
        Files.deleteIfExists(state.source());
        return state.source() + " is deleted; " + state.name() + " is uninstalled at once";
    }
}
