package vpo.api.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Requirement;

/**
 * Makes the bundle that holds this class a plugin: bnd turns it into the capability {@code vpo.plugin} in the manifest,
 * and into a requirement on the version of this API, so that a plugin for another API does not resolve. It stands on
 * one class of the bundle, for instance on its {@link Analyzer}.
 * <p>
 * The plugin's version is the bundle's, {@code Bundle-Version}. The capability does not repeat it: bnd (7.3) has no way
 * to put it into an annotation, a macro such as {@code ${Bundle-Version}} there gives a second capability with the
 * macro's own text, which no framework takes. A capability that is written by hand may have a {@code version:Version};
 * a jar where that is not the bundle's is refused. What the plugin does is told by {@code Bundle-Description}.
 *
 * <pre>{@code
 * @Plugin(name = "hello", events = FileScanned.NAME)
 * @Component
 * public final class Hello implements Analyzer { ... }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Capability(namespace = Plugin.NAMESPACE, attribute = {
        "name=${#name}",
        "events:List<String>=\"${#events}\""
})
@Requirement(namespace = Plugin.API_NAMESPACE, filter = "(&(version>=1.0)(!(version>=2.0)))")
public @interface Plugin {
    /** The namespace of the capability. */
    String NAMESPACE = "vpo.plugin";

    /** The namespace of the capability that this API's own bundle has, with the API's version. */
    String API_NAMESPACE = "vpo.api";

    /** What {@link #name()} must look like: 2 to 64 characters. */
    String NAME_PATTERN = "[a-z][a-z0-9-]{0,62}[a-z0-9]";

    /**
     * The plugin's name, after {@link #NAME_PATTERN}: its table in the configuration is {@code [plugins.NAME]}, its
     * pages are below {@code /plugins/NAME/}, its data folder is {@code plugin-data/NAME}, and its log lines have it.
     */
    String name();

    /**
     * The names of the events that it is told of, such as {@link vpo.api.event.FileScanned#NAME}; none if it does its
     * work in another way. A name that this daemon does not know is never published, and no mistake.
     */
    String[] events() default {};
}
