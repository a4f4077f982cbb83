package example.fish;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Reads each {@code [[plugins.fish.bait]]}. */
@Component(configurationPid = "vpo.plugins.fish.bait", service = Bait.class)
@Designate(ocd = Bait.Config.class, factory = true)
public final class Bait {
    /** A table of the array. */
    @ObjectClassDefinition(name = "Bait")
    public @interface Config {
        String name();

        long grams() default 10;

        String box_lid() default "shut";
    }

    @Activate
    public Bait(Config config) {}
}
