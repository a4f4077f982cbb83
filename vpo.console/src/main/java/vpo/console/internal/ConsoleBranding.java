package vpo.console.internal;

import org.apache.felix.webconsole.spi.BrandingPlugin;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** VPO's name, logo and style sheet on every page of the console. Paths are below the console's own. */
@Component(service = BrandingPlugin.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConsoleBranding implements BrandingPlugin {
    private static final String NAME = "VPO";
    private static final String LOGO = ConsolePages.RESOURCES + "logo.svg";

    @Override
    public String getBrandName() {
        return NAME;
    }

    @Override
    public String getProductName() {
        return NAME;
    }

    /** Relative to each page: the start page. */
    @Override
    public String getProductURL() {
        return ConsolePages.START_LABEL;
    }

    @Override
    public String getProductImage() {
        return LOGO;
    }

    @Override
    public String getVendorName() {
        return NAME;
    }

    @Override
    public String getVendorURL() {
        return getProductURL();
    }

    @Override
    public String getVendorImage() {
        return LOGO;
    }

    @Override
    public String getFavIcon() {
        return LOGO;
    }

    @Override
    public String getMainStyleSheet() {
        return ConsolePages.RESOURCES + "console.css";
    }
}
