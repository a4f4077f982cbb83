package example.bird;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The next version of the fish, which needs other settings. */
@Component(configurationPid = "vpo.plugins.fish", service = Bird.class)
@Designate(ocd = Bird.Config.class)
public final class Bird {
    /** Its table. */
    @ObjectClassDefinition(name = "Bird")
    public @interface Config {
        String nest();

        long max__workers() default 3;
    }

    @Activate
    public Bird(Config config) {}
}
