package vpo.launcher.log;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Which bundle logs, and which plugin that is. It is told by the code that calls the log, not by the logger's name, which anybody can choose, nor
 * by the thread, which may be anybody's: so a line is its plugin's whether it comes by SLF4J,
 * {@code java.util.logging}, the OSGi log service or {@code System.out}, from a call of the daemon's or from a thread
 * of its own.
 *
 * @param bundle by its name
 * @param plugin the name of the plugin that it is; empty if it is one of the daemon's bundles
 */
record Author(BundleName bundle, Optional<String> plugin) {
    /** The context field. */
    static final String FIELD = "plugin";

    private static final String NAMESPACE = "vpo.plugin";
    private static final String STORE = "/plugins-store/";
    private static final List<String> MACHINERY = List.of("org.slf4j.", "ch.qos.logback.", "vpo.launcher.log.");
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    /** Found out once for each class, when its bundle is there for certain. */
    private static final ClassValue<Optional<Author>> AUTHORS = new ClassValue<>() {
        @Override
        protected Optional<Author> computeValue(Class<?> type) {
            return Optional.ofNullable(FrameworkUtil.getBundle(type))
                    .map(bundle -> new Author(BundleName.of(bundle), plugin(bundle)));
        }
    };

    /** The call on this thread's stack that now logs; empty if there is nothing but Java's own code. */
    static Optional<StackFrame> caller() {
        return STACK.walk(frames -> frames.filter(each -> !isMachinery(each.getDeclaringClass())).findFirst());
    }

    /** Who has written a class; empty if it is no bundle. */
    static Optional<Author> of(Class<?> type) {
        return AUTHORS.get(type);
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
