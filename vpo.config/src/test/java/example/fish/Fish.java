package example.fish;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Reads {@code [plugins.fish]}. */
@Component(configurationPid = "vpo.plugins.fish", service = Fish.class)
@Designate(ocd = FishConfig.class)
public final class Fish {
    @Activate
    public Fish(FishConfig config) {}
}
