package vpo.launcher.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vpo systemd unit}: opens the folders of a library to the hardened unit. */
@Command(name = "unit",
        description = {"Print the drop-in for vpo.service that lets the daemon write the folders of your library.",
                "Each folder is checked first. Run it as root to have the permissions checked, too:",
                "",
                "  sudo vpo systemd unit --media /srv/video > media.conf",
                "  sudo install -D -m 644 media.conf /etc/systemd/system/vpo.service.d/media.conf",
                "  sudo systemctl daemon-reload && sudo systemctl restart vpo"},
        mixinStandardHelpOptions = true, footer = {"",
                "Exit status: 0 printed; 1 a folder cannot be used, each with its reason; 2 when the command line is"
                        + " wrong."})
final class SystemdUnitCommand implements Callable<Integer> {
    private final MediaWriter writer;
    private final Places places;

    @Option(names = "--media", paramLabel = "DIR", arity = "1..*", required = true,
            description = "A folder that the daemon may write, with all that is in it. Absolute.")
    private List<Path> folders;

    @Spec
    private CommandSpec spec;

    SystemdUnitCommand() {
        this(new ServiceUser("vpo"), Places.ofThisMachine());
    }

    /**
     * @param writer who is to write the folders
     * @param places where these may not be, or are hidden
     */
    SystemdUnitCommand(MediaWriter writer, Places places) {
        this.writer = writer;
        this.places = places;
    }

    @Override
    public Integer call() {
        List<MediaFolder> checked = new ArrayList<>();
        // What is true of all of them is told once.
        Set<String> remarks = new LinkedHashSet<>();
        for (Path each : folders) {
            try {
                MediaFolder folder = MediaFolder.check(each, places);
                if (folder.isByHiddenLink()) {
                    remarks.add(folder.given() + " leads to " + folder.real() + " by a link that the service does not"
                            + " see: name " + folder.real() + " in the configuration (plugins.scan.roots)");
                }
                writer.doubt(folder).ifPresent(remarks::add);
                checked.add(folder);
            } catch (Failure e) {
                remarks.add(e.getMessage());
            }
        }
        remarks.forEach(each -> spec.commandLine().getErr().println("vpo: " + each));
        if (checked.size() < folders.size()) {
            return 1;
        }
        spec.commandLine().getOut().print(MediaDropIn.text(checked));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
