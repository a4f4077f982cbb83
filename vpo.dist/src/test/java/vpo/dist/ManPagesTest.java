package vpo.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import vpo.launcher.cli.VpoCommand;

class ManPagesTest {
    private final Map<String, String> pages = new ManPages("1.2.3", Instant.parse("2026-11-23T00:00:00Z")).all();

    @Test
    void everyCommandThatHelpShowsHasAPage() {
        List<String> shown = new ArrayList<>();
        collect(VpoCommand.commandLine(), shown);

        assertThat(pages.keySet()).containsExactlyInAnyOrderElementsOf(shown).contains("vpo.1", "vpo-serve.1",
                "vpo-plugin-install.1");
    }

    @Test
    void aPageTellsWhatHelpTells() {
        assertThat(pages.get("vpo-serve.1"))
                .startsWith(".TH \"VPO\\-SERVE\" 1 \"2026-11-23\" \"vpo 1.2.3\" \"VPO\"\n")
                .contains("vpo\\-serve \\- Run the daemon in the foreground, until it is told to stop\n",
                        "\\fBvpo serve\\fR\n[\\-hV] [\\-\\-bind=ADDRESS]", "\\fB\\-p, \\-\\-port=PORT\\fR\n",
                        "Default: $VPO_SERVER_PORT, else server.port in the file, else 8321.\n",
                        "Exit status: 0 after a stop, 1 when the start failed, 2 when the command line is wrong.\n",
                        ".SH SEE ALSO\nvpo(1)\n");
        assertThat(pages.get("vpo.1")).contains(".TP\n\\fBvpo\\-serve(1)\\fR\n");
    }

    @Test
    void commandsToBeCopiedStandOnLinesOfTheirOwn() {
        assertThat(pages.get("vpo-systemd-unit.1")).contains("""
                .nf
                sudo vpo systemd unit \\-\\-media /srv/video > media.conf
                sudo install \\-D \\-m 644 media.conf /etc/systemd/system/vpo.service.d/media.conf
                sudo systemctl daemon\\-reload && sudo systemctl restart vpo
                .fi
                """);
    }

    @Test
    void whatACommandDoesIsToldFirst() {
        assertThat(pages.get("vpo-help.1"))
                .contains("vpo\\-help \\- Print the help of vpo, or of one of its commands\n");
        assertThat(pages.get("vpo.1"))
                .contains("\\fBvpo\\-help(1)\\fR\nPrint the help of vpo, or of one of its commands");
    }

    @Test
    void nothingOfATextIsTakenForACommandOfThePage() {
        assertThat(new Roff("n", 1, "d", "s", "m").text(".vpo is a folder").text("'quoted'").text("a\\b")
                .lines(List.of("one", ".two")).example(List.of(".three")).toString())
                .endsWith("\\&.vpo is a folder\n\\&'quoted'\na\\eb\none\n.br\n\\&.two\n"
                        + ".PP\n.RS 4\n.nf\n\\&.three\n.fi\n.RE\n.PP\n");
    }

    @Test
    void noPageShowsPicocliMarks() {
        assertThat(pages.values()).allSatisfy(page -> assertThat(page).doesNotContain("@|", "%n", "$$", "${"));
    }

    private static void collect(CommandLine command, List<String> pages) {
        pages.add(command.getCommandSpec().qualifiedName("-") + ".1");
        Stream.of(command).flatMap(each -> each.getSubcommands().values().stream()).distinct()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden()).forEach(each -> collect(each, pages));
    }
}
