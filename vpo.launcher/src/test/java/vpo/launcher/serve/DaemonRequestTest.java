package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root writes into the folder of a daemon's user, who need not mean well. */
class DaemonRequestTest {
    private static final String SECRET = "of root's\n";

    @TempDir
    private Path folder;
    private Path data;
    private Path requests;
    private Path secret;

    @BeforeEach
    void folders() throws IOException {
        data = folder.resolve("data");
        requests = Files.createDirectories(data.resolve("plugins-store/requests"));
        secret = Files.writeString(folder.resolve("secret"), SECRET);
    }

    /** Does something in the moment in which the request is written. */
    private interface Attack {
        void on(Path part) throws IOException;
    }

    private DaemonRequest attacked(Attack attack) {
        return new DaemonRequest(data, _ -> {
            try {
                attack.on(only(".part"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "action=list\n";
        }, Optional.empty());
    }

    private DaemonRequest list() {
        return new DaemonRequest(data, _ -> "action=list\n", Optional.empty());
    }

    private Path only(String ending) throws IOException {
        try (Stream<Path> files = Files.list(requests)) {
            return files.filter(each -> each.toString().endsWith(ending)).findFirst().orElseThrow();
        }
    }

    @Test
    void is_put_there_once_the_daemon_has_a_place_for_it_and_goes_again() throws IOException {
        Files.delete(requests);
        Path jar = Files.writeString(folder.resolve("my.jar"), "PK");
        Function<Optional<Path>, String> text = copy -> copy.orElseThrow().toString();
        try (DaemonRequest asked = new DaemonRequest(data, text, Optional.of(jar))) {
            asked.put();
            assertThat(requests).doesNotExist();
            Files.createDirectory(requests);
            asked.put();
            asked.put();
            assertThat(only(".jar")).hasContent("PK");
            assertThat(only(".request")).hasContent(only(".jar").toString());
            assertThat(asked.answer()).isEmpty();
            Files.writeString(requests.resolve(only(".jar").getFileName().toString().replace("jar", "answer")), "yes");
            assertThat(asked.answer()).contains("yes");
            assertThat(asked.withdraw()).isTrue();
            assertThat(asked.withdraw()).as("there is an answer").isFalse();
        }
        assertThat(requests).isEmptyDirectory();
    }

    /** Also of a jar that everybody may read where it comes from: that is the operator's affair there, and not here. */
    @Test
    void can_be_read_by_the_daemon_and_nobody_else() throws IOException {
        Path jar = Files.writeString(folder.resolve("my.jar"), "PK");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        UserPrincipal owner = Files.getOwner(data);
        if (isRoot()) {
            owner = giveAway();
        }
        try (DaemonRequest asked = new DaemonRequest(data, _ -> "", Optional.of(jar))) {
            asked.put();
            for (String each : new String[]{".jar", ".request"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only(each))))
                        .isEqualTo("rw-------");
                assertThat(Files.getOwner(only(each))).isEqualTo(owner);
            }
        }
    }

    @Test
    void a_link_that_is_planted_meanwhile_leads_nowhere() throws IOException {
        try (DaemonRequest asked = attacked(part -> {
            Files.delete(part);
            Files.createSymbolicLink(part, secret);
        })) {
            assertThatThrownBy(asked::put).isInstanceOf(IOException.class)
                    .hasMessageContaining("was taken away while it was being written");
        }
        assertThat(secret).hasContent(SECRET);
        assertThat(requests).isEmptyDirectory();
    }

    @Test
    void a_file_of_roots_that_is_linked_there_meanwhile_stays_roots() throws IOException {
        assumeTrue(isRoot());
        UserPrincipal root = Files.getOwner(secret);
        giveAway();
        try (DaemonRequest asked = attacked(part -> {
            Files.delete(part);
            Files.createLink(part, secret);
        })) {
            assertThatThrownBy(asked::put).hasMessageContaining("was taken away");
        }
        assertThat(secret).hasContent(SECRET);
        assertThat(Files.getOwner(secret)).isEqualTo(root);
    }

    @Test
    void a_folder_that_is_a_link_is_refused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.delete(requests);
        Files.createSymbolicLink(requests, elsewhere);
        try (DaemonRequest asked = attacked(part -> assertThat(part).isNull())) {
            assertThatThrownBy(asked::put).hasMessageContaining(requests + " is a link");
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_folder_that_is_not_the_daemons_is_refused() throws IOException {
        assumeTrue(isRoot());
        giveAway();
        Files.setOwner(requests, Files.getOwner(secret));
        try (DaemonRequest asked = list()) {
            assertThatThrownBy(asked::put).hasMessageContaining(requests + " belongs to root, and not to nobody");
        }
        assertThat(requests).isEmptyDirectory();
    }

    @Test
    void an_answer_that_is_a_link_is_not_read() throws IOException {
        try (DaemonRequest asked = list()) {
            asked.put();
            Files.createSymbolicLink(Path.of(only(".request").toString().replace(".request", ".answer")), secret);
            assertThatThrownBy(asked::answer).hasMessageContaining("is not a file");
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private UserPrincipal giveAway() throws IOException {
        UserPrincipal nobody = data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        for (Path each : new Path[]{data, requests.getParent(), requests}) {
            Files.setOwner(each, nobody);
        }
        return nobody;
    }
}
