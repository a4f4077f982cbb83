package vpo.config.internal.load;

import vpo.config.ConfigInputs;
import vpo.config.Source;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;
import vpo.config.internal.toml.Text;

/** Reads the flags of the command line. */
final class FlagLayer {
    private FlagLayer() {}

    static Layer read(ConfigInputs inputs, Problems problems) {
        Layer layer = new Layer();
        inputs.flags().keySet().stream().sorted().forEach(name -> {
            Key key = Schema.key(name).filter(k -> !k.flag().isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException("no flag sets " + name));
            String text = inputs.flags().get(name);
            layer.read(key, at -> key.type().read(text, at), Locations.folders(inputs), new Source.Flag(key.flag()),
                    key.flag(), key.flag(), Text.shown(text), problems);
        });
        return layer;
    }
}
