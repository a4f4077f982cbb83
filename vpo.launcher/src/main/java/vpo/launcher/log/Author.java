package vpo.launcher.log;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Which plugin logs. It is told by the code that calls the log, not by the logger's name, which anybody can choose, nor
 * by the thread, which may be anybody's: so a line is its plugin's whether it comes by SLF4J,
 * {@code java.util.logging}, the OSGi log service or {@code System.out}, from a call of the daemon's or from a thread
 * of its own.
 */
final class Author {
    /** The context field. */
    static final String FIELD = "plugin";

    private static final String NAMESPACE = "vpo.plugin";
    private static final String STORE = "/plugins-store/";
    private static final List<String> MACHINERY = List.of("org.slf4j.", "ch.qos.logback.", "vpo.launcher.log.");
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    /** Found out once for each class, when its bundle is there for certain. */
    private static final ClassValue<Optional<String>> PLUGINS = new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
            return type.getClassLoader() instanceof BundleReference loader
                    ? plugin(loader.getBundle())
                    : Optional.empty();
        }
    };

    private Author() {}

    /** The name of the plugin that now logs, on this thread; empty if it is the daemon or a library of it. */
    static Optional<String> plugin() {
        return STACK.walk(Author::plugin);
    }

    private static Optional<String> plugin(Stream<StackWalker.StackFrame> frames) {
        return frames.map(StackWalker.StackFrame::getDeclaringClass).filter(each -> !isMachinery(each)).findFirst()
                .flatMap(PLUGINS::get);
    }

    /** What lies between who logs and the log: Java itself and the log's own code. */
    private static boolean isMachinery(Class<?> type) {
        return type.getModule().isNamed() || type.getClassLoader() == Author.class.getClassLoader()
                && MACHINERY.stream().anyMatch(type.getName()::startsWith);
    }

    /** The name of the plugin that a bundle is; of other bundles that were dropped in, their symbolic name. */
    static Optional<String> plugin(Bundle bundle) {
        BundleRevision revision = bundle == null ? null : bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return Optional.empty();
        }
        return revision.getDeclaredCapabilities(NAMESPACE).stream().findFirst()
                .map(each -> String.valueOf(each.getAttributes().get("name")))
                .or(() -> bundle.getLocation().contains(STORE)
                        ? Optional.of(BundleName.symbolicName(bundle))
                        : Optional.empty());
    }
}
