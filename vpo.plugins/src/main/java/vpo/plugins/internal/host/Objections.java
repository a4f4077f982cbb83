package vpo.plugins.internal.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Quarantine;
import vpo.plugins.internal.trust.Trust;

/**
 * Why a version is not to be run, as far as that can be told without running it: sentences without their subject. On the
 * thread of the host.
 */
final class Objections {
    private final PluginStore store;
    private final Intake intake;
    private final BuiltInPlugins builtIn;
    private final StartJournal journal;
    private final Supplier<HostSettings> settings;
    private final TableCheck tables;
    private final Names names;
    private final Predicate<String> running;

    /**
     * @param tables what the configuration has for a plugin
     * @param running whether the version with this hash runs now
     */
    Objections(PluginStore store, Intake intake, BuiltInPlugins builtIn, StartJournal journal,
            Supplier<HostSettings> settings, TableCheck tables, Names names, Predicate<String> running) {
        this.store = store;
        this.intake = intake;
        this.builtIn = builtIn;
        this.journal = journal;
        this.settings = settings;
        this.tables = tables;
        this.names = names;
        this.running = running;
    }

    /** What an operator has to know of a version, but for what it requires and whether it is trusted. */
    List<String> lasting(Candidate candidate) {
        List<String> all = new ArrayList<>();
        store.state(candidate.jar().symbolicName()).flatMap(each -> quarantine(candidate.hash(), each))
                .ifPresent(all::add);
        journal.objection(candidate.hash()).ifPresent(all::add);
        if (!builtIn.holds(candidate.hash())) {
            names(candidate.jar()).ifPresent(all::add);
        }
        return all;
    }

    /** Why a version is not trusted; empty if it is. */
    Optional<String> untrusted(Candidate candidate) {
        return builtIn.holds(candidate.hash())
                ? Optional.empty()
                : trust(candidate.jar(), candidate.hash(), there(candidate.file()));
    }

    /** A file that is not there yet will be in a folder, whose owners count. */
    private static Path there(Path file) {
        Path there = file;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Why a version cannot run with its table of the configuration; empty if it can. */
    Optional<String> unusableSettings(Candidate candidate) {
        return unusableSettings(candidate.jar(), candidate.hash());
    }

    private Optional<String> unusableSettings(PluginJar jar, String hash) {
        return tables.objection(jar, hash, store.jar(hash));
    }

    /** The first reason why a file is not to be run. */
    Optional<String> first(Candidate candidate, Optional<PluginState> state) {
        return state.flatMap(each -> quarantine(candidate.hash(), each))
                .or(() -> first(candidate.jar(), candidate.hash(), candidate.file()));
    }

    /** The first reason why a version is not to be run, but for a quarantine. */
    Optional<String> first(PluginJar jar, String hash, Path source) {
        Optional<String> objection = toFile(jar, hash, source);
        // What runs got its settings before: a reload that it cannot live with is refused.
        return objection.isPresent() || running.test(hash) ? objection : unusableSettings(jar, hash);
    }

    private Optional<String> toFile(PluginJar jar, String hash, Path source) {
        if (builtIn.holds(hash)) {
            return Optional.empty();
        }
        if (journal.isSafeMode()) {
            return Optional.of("is not run in safe mode");
        }
        if (!settings.get().load()) {
            return Optional.of("is not run, because plugins.auto_load is false");
        }
        return names(jar).or(() -> trust(jar, hash, source));
    }

    private Optional<String> names(PluginJar jar) {
        return names.objection(jar, store.states(), intake.builtInNames());
    }

    private Optional<String> trust(PluginJar jar, String hash, Path source) {
        return settings.get().trust().objection(new Trust.Jar(jar.name(), hash, source, store.jar(hash)));
    }

    private static Optional<String> quarantine(String hash, PluginState state) {
        return Optional.ofNullable(state.quarantined().get(hash)).map(Objections::inQuarantine);
    }

    /** That a version is in quarantine, and why. */
    static String inQuarantine(Quarantine quarantine) {
        return "is in quarantine: it " + quarantine.reason();
    }
}
