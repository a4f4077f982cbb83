package vpo.http.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Tells the command line of this machine where this daemon listens, and which process it is. It is there while the port is
 * open only: before and after that, somebody else may listen there, who must not be shown the daemon's token.
 */
final class AddressFile {
    /** In the data directory. */
    static final String NAME = "admin-address";

    private final Path file;
    private final String text;

    private AddressFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Writes it, in the place of one that an earlier life may have left. */
    static AddressFile write(Path data, Address address) throws IOException {
        AddressFile file = new AddressFile(data.resolve(NAME),
                "http://" + address + " " + ProcessHandle.current().pid() + "\n");
        Path part = data.resolve(NAME + ".part");
        Files.writeString(part, file.text);
        Files.move(part, file.file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    /** Removes it, unless it is another's by now. */
    void remove() throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            Files.delete(file);
        }
    }
}
