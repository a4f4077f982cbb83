package vpo.console.internal;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import jakarta.servlet.Servlet;
import org.apache.felix.webconsole.servlet.ServletConstants;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** VPO's pages, in a category of their own. */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConsolePages {
    /** Of the page that the console starts with. */
    static final String START_LABEL = "vpo";
    /** Where the pages' files are, below the console's path. */
    static final String RESOURCES = "/" + START_LABEL + "/res/";

    private static final List<PageName> PAGES = List.of(
            new PageName(START_LABEL, "Overview", "overview"),
            new PageName("vpo-plugins", "Plugins", "plugins"),
            new PageName("vpo-scans", "Scans", "scans"),
            new PageName("vpo-configuration", "Configuration", "configuration"));

    private final List<ServiceRegistration<Servlet>> registrations;

    /** Registers them. */
    @Activate
    public ConsolePages(BundleContext context) {
        Resources resources = new Resources();
        FrameScripts scripts = FrameScripts.ofFelix();
        registrations = PAGES.stream()
                .map(page -> context.registerService(Servlet.class,
                        new ConsolePage(page, PAGES, resources, scripts),
                        new Hashtable<>(Map.of(ServletConstants.PLUGIN_LABEL, page.label(),
                                ServletConstants.PLUGIN_TITLE, page.title(),
                                ServletConstants.PLUGIN_CATEGORY, "VPO"))))
                .toList();
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
