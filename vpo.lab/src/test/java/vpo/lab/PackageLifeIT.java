package vpo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import vpo.plugins.internal.Jars;

/**
 * What becomes of an operator's daemon and files when the package is upgraded, removed, installed again and purged. One
 * life of one package: each test goes on where the one before has ended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageLifeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String CONFIG = "/etc/vpo/config.toml";
    private static final String NEXT = "/root/next.deb";
    private static final String HEALTH = "curl -sS --max-time 60 http://127.0.0.1:8321/health";

    private static Lab lab;

    @BeforeAll
    static void aDaemonAtWork() throws IOException {
        lab = Lab.withPackage(PackageLifeIT.class);
        // The next version, with other defaults, as if somebody had gone on working on it.
        lab.sh("dpkg-deb -R \"$1\" /root/next && sed -i 's/^Version: .*/&+next/' /root/next/DEBIAN/control"
                + " && echo '# What is new.' >>/root/next" + CONFIG + " && dpkg-deb -Znone -b /root/next \"$2\""
                + " && rm -r /root/next", Lab.PACKAGE, NEXT);

        lab.write("/usr/local/bin/slow-ffprobe", """
                #!/bin/bash
                while [ -e /srv/slow ]; do sleep 0.1; done
                exec ffprobe "$@"
                """);
        lab.sh("chmod 755 /usr/local/bin/slow-ffprobe && mkdir /srv/films"
                + " && ffmpeg -nostdin -v error -f lavfi -i testsrc=d=1 /srv/films/one.mkv");
        lab.write(CONFIG, """
                [plugins]
                trust = "directory"
                [plugins.scan]
                settle_seconds = 0
                roots = ["/srv/films"]
                [tools]
                ffprobe = "/usr/local/bin/slow-ffprobe"
                """);
        lab.write("/var/lib/vpo/plugins/fish.jar", Jars.plugin("fish", "1.0.0").bytes());
        lab.sh("systemctl restart vpo");
        awaitFish();
        assertThat(lab.sh("vpo scan")).contains("completed: 1 file found, 1 scanned, 1 added");
    }

    @AfterAll
    static void end() {
        if (lab != null) {
            lab.close();
        }
    }

    private static void awaitFish() {
        await("the plugin").atMost(PATIENCE)
                .until(() -> lab.sh("vpo plugin list").matches("(?s).*fish +1\\.0\\.0 +running.*"));
    }

    private static Map<String, String> service() {
        return lab.show("vpo.service", "ActiveState", "LoadState", "MainPID", "StatusText", "UnitFileState");
    }

    private static void assertHealthy() {
        assertThat(lab.sh(HEALTH)).startsWith("{\"status\": \"healthy\"");
    }

    /** The sums of files that are to stay as they are. */
    private static String kept() {
        return lab.sh("sha256sum " + CONFIG + " /var/lib/vpo/plugins/* /var/lib/vpo/plugins-store/state/test.fish*");
    }

    private static void assertTheLibraryIsThere() {
        assertThat(lab.sh("vpo scan --list").lines()).isNotEmpty().allMatch(line -> line.contains("completed"));
        // It would be scanned if it were not known.
        assertThat(lab.sh("vpo scan")).contains("completed: 1 file found, 0 scanned");
    }

    @Test
    @Order(1)
    void anUpgradeLetsTheDaemonFinishAndKeepsWhatItHas() {
        String kept = kept();
        String pid = service().get("MainPID");
        String since = lab.sh("journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'").strip();
        lab.sh("touch /srv/slow && vpo scan --full --no-wait");
        lab.sh("systemd-run --unit=upgrade -p RemainAfterExit=yes -p Type=oneshot --no-block " + Lab.APT
                + " install \"$1\"", NEXT);
        await("the stop of the daemon of before").atMost(PATIENCE).until(PackageLifeIT::service,
                now -> now.get("StatusText").matches("Stopping: 1 task left: .*scan.*")
                        && now.get("MainPID").equals(pid));
        assertThat(lab.sh("dpkg-query -W -f '${Version}' vpo")).as("its files are there by then").endsWith("+next");
        lab.sh("rm /srv/slow");
        await("the end of the upgrade").atMost(PATIENCE)
                .until(() -> !lab.sh("systemctl show -P ActiveState upgrade").strip().equals("activating"));
        assertThat(lab.show("upgrade", "ActiveState", "ExecMainStatus")).as(lab.sh("journalctl -o cat -u upgrade"))
                .containsEntry("ActiveState", "active").containsEntry("ExecMainStatus", "0");

        assertHealthy();
        assertThat(service()).doesNotContainEntry("MainPID", pid).containsEntry("UnitFileState", "enabled");
        assertThat(lab.journal("-u vpo -o cat --after-cursor=\"$1\"", since))
                .contains("is complete: 1 file found").doesNotContain("SIGKILL", "Failed with result");
        awaitFish();
        assertThat(kept()).isEqualTo(kept);
        assertTheLibraryIsThere();
    }

    @Test
    @Order(2)
    void anUpgradeStartsNothingThatTheOperatorHasSwitchedOff() {
        lab.sh("systemctl disable --now vpo");
        lab.sh(Lab.APT + " install --reinstall \"$1\"", NEXT);
        assertThat(service()).containsEntry("ActiveState", "inactive").containsEntry("UnitFileState", "disabled");
        lab.sh("systemctl enable --now vpo");
        assertHealthy();
    }

    @Test
    @Order(3)
    void whoeverRemovesItAndInstallsItAgainGoesOnWhereItWas() {
        lab.sh("systemctl stop vpo && systemctl enable --now vpo.socket && systemctl start vpo");
        awaitFish();
        String kept = kept();
        lab.sh(Lab.APT + " remove vpo");
        assertThat(lab.show("vpo.socket", "ActiveState")).containsEntry("ActiveState", "inactive");
        assertThat(lab.tried(HEALTH).status()).isNotZero();
        assertThat(service()).containsEntry("ActiveState", "inactive").containsEntry("LoadState", "masked");
        assertThat(lab.tried("vpo version").status()).isEqualTo(127);
        assertThat(kept()).isEqualTo(kept);

        lab.sh(Lab.APT + " install --no-install-recommends \"$1\"", NEXT);
        assertThat(lab.show("vpo.socket", "SubState", "UnitFileState")).as("the port that is systemd's")
                .containsEntry("SubState", "running").containsEntry("UnitFileState", "enabled");
        assertHealthy();
        assertThat(service()).containsEntry("UnitFileState", "enabled");
        awaitFish();
        assertTheLibraryIsThere();
    }

    @Test
    @Order(4)
    void aPurgeTakesWhatIsItsOwnAndNoVideo() {
        lab.sh("cp /srv/films/one.mkv /var/lib/vpo/mine.mkv");
        lab.sh("touch /var/lib/vpo/hs_err_pid42.log /var/lib/vpo/replay_pid42.log");
        // The same folder at a second place, of one file system with it, where VPO's own files are.
        lab.sh("mkdir -p /var/lib/vpo/uploads/films && mount --bind /srv/films /var/lib/vpo/uploads/films");
        assertThat(lab.sh(Lab.APT + " purge vpo 2>&1"))
                .contains("vpo: /var/lib/vpo/uploads stays, for something is mounted there,",
                        "vpo: /var/lib/vpo stays, for something is mounted there");
        lab.sh("umount /var/lib/vpo/uploads/films && rmdir /var/lib/vpo/uploads/films");
        assertThat(lab.sh("find /var/lib/vpo /srv/films -type f | sort").lines())
                .containsExactly("/srv/films/one.mkv", "/var/lib/vpo/mine.mkv");
        assertThat(lab.sh("find /etc/systemd/system -name 'vpo.*'")).as("what a later installation would find")
                .isEmpty();
        assertThat(lab.sh("ls -d /etc/vpo /var/cache/vpo /var/log/vpo /usr/lib/vpo 2>/dev/null || true")).isEmpty();
        assertThat(service()).containsEntry("ActiveState", "inactive").containsEntry("LoadState", "not-found");
        assertThat(lab.sh("getent passwd vpo")).as("whoever owned files elsewhere").isNotEmpty();
    }
}
