package vpo.launcher.cli;

import java.util.List;

/** The drop-in that opens folders to a unit with {@code ProtectSystem=strict} and {@code ProtectHome=yes}. */
final class MediaDropIn {
    private static final String PLAIN = "[A-Za-z0-9._/@,+-]+";

    private MediaDropIn() {}

    static String text(List<MediaFolder> folders) {
        StringBuilder text = new StringBuilder("""
                # /etc/systemd/system/vpo.service.d/media.conf: the folders of the library, which the daemon may write.
                # Made by "vpo systemd unit".

                [Unit]
                # Not before their file systems are mounted: an empty mount point looks like a library that has gone.
                """);
        folders.forEach(each -> line(text, "RequiresMountsFor", each));
        text.append("\n[Service]\n");
        if (folders.stream().anyMatch(MediaFolder::isInHome)) {
            text.append("""
                    # The homes are empty but for these folders. The second line because the first, in systemd 252, leaves
                    # them writable.
                    ProtectHome=tmpfs
                    TemporaryFileSystem=/home:ro /root:ro /run/user:ro
                    """);
            folders.stream().filter(MediaFolder::isInHome).forEach(each -> line(text, "BindPaths", each));
        }
        folders.forEach(each -> line(text, "ReadWritePaths", each));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, MediaFolder folder) {
        text.append(key).append('=').append(word(folder.real().toString())).append('\n');
    }

    /** A path as one word of a unit's line, by the rules of {@code systemd.syntax(7)} and for {@code %} of {@code systemd.unit(5)}. */
    static String word(String path) {
        return path.matches(PLAIN)
                ? path
                : '"' + path.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
    }
}
