package vpo.admin.internal.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Body;

/**
 * Files on their way in: each is in the data directory for as long as its request lasts, for the daemon's user only.
 * Any thread.
 */
public final class Uploads {
    static final long MOST_BYTES = 256L << 20;
    private static final Logger log = LoggerFactory.getLogger(Uploads.class);
    private static final int AT_ONCE = 2;
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final long mostBytes;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /**
     * Deletes what a daemon that was killed has left behind.
     *
     * @param folder made when it is needed
     */
    public Uploads(Path folder) {
        this(folder, MOST_BYTES);
    }

    Uploads(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
                for (Path each : left) {
                    Files.deleteIfExists(each);
                }
            } catch (IOException e) {
                log.warn("{} cannot be emptied: {}", folder, e.toString());
            }
        }
    }

    /** A file that is there until this is closed. */
    final class Upload implements AutoCloseable {
        private final Path file;

        private Upload(Path file) {
            this.file = file;
        }

        Path file() {
            return file;
        }

        @Override
        public void close() {
            places.release();
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                log.warn("{} cannot be deleted: {}", file, e.toString());
            }
        }
    }

    /**
     * Takes a jar, as it comes.
     *
     * @throws ApiException if it is too long or of another type, or cannot be taken now
     * @throws IOException if the client does not send it
     */
    Upload receive(Body body) throws ApiException, IOException {
        if (!body.isOf("application/java-archive", "application/octet-stream")) {
            throw new ApiException(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be the jar itself, and of type"
                    + " application/java-archive or application/octet-stream").with("Connection", "close");
        }
        if (body.length() > mostBytes) {
            throw tooLarge();
        }
        if (!places.tryAcquire()) {
            throw ApiException.unavailable("SERVICE_UNAVAILABLE", "Others are uploading at the moment; try again");
        }
        Upload upload = null;
        try {
            upload = new Upload(place());
            fill(upload.file, body.stream());
            Upload whole = upload;
            upload = null;
            return whole;
        } finally {
            if (upload != null) {
                upload.close();
            }
        }
    }

    private Path place() throws ApiException {
        try {
            Files.createDirectories(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // For its owner only, by itself.
            return Files.createTempFile(folder, "upload", ".jar");
        } catch (IOException e) {
            places.release();
            throw cannotBeWritten(e);
        }
    }

    private void fill(Path file, InputStream in) throws ApiException, IOException {
        byte[] buffer = new byte[BUFFER];
        long left = mostBytes;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw tooLarge();
                }
                write(out, buffer, count);
            }
        }
    }

    private static void write(OutputStream out, byte[] buffer, int count) throws ApiException {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw cannotBeWritten(e);
        }
    }

    private ApiException tooLarge() {
        return new ApiException(413, "TOO_LARGE", "The jar has more than " + mostBytes + " bytes")
                .with("Connection", "close");
    }

    private static ApiException cannotBeWritten(IOException e) {
        log.warn("an upload cannot be written: {}", e.toString());
        return new ApiException(507, "INSUFFICIENT_STORAGE",
                "The daemon cannot store the jar; its log says why, and free space in the data directory helps");
    }
}
