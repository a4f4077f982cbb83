package example.fish;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Reads {@code [plugins.fish.pond]}. */
@Component(configurationPid = "vpo.plugins.fish.pond", service = Pond.class)
@Designate(ocd = Pond.Config.class)
public final class Pond {
    /** Its table. */
    @ObjectClassDefinition(name = "Pond")
    public @interface Config {
        String place();

        int depth() default 3;
    }

    @Activate
    public Pond(Config config) {}
}
