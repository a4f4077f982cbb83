package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.Optional;

import vpo.config.ConfigInputs;
import vpo.config.Source;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;
import vpo.config.internal.schema.ServiceFolders;
import vpo.config.internal.toml.Text;

/** The folders that a service manager has made for this process, in the place of the daemon's own choice. */
final class ServiceManagerLayer {
    private ServiceManagerLayer() {}

    static Layer read(ConfigInputs inputs, Problems problems) {
        Folders folders = Locations.folders(inputs);
        Layer layer = new Layer();
        read(Schema.DATA_DIRECTORY, folders.given().state(), ServiceFolders.STATE, folders, layer, problems);
        read(Schema.CACHE_DIRECTORY, folders.given().cache(), ServiceFolders.CACHE, folders, layer, problems);
        return layer;
    }

    private static void read(String name, Optional<Path> path, String variable, Folders folders, Layer layer,
            Problems problems) {
        Key key = Schema.key(name).orElseThrow();
        path.map(Path::toString).ifPresent(text -> layer.read(key, at -> key.type().read(text, at), folders,
                new Source.ServiceManager(variable), variable, variable, Text.shown(text), problems));
    }
}
