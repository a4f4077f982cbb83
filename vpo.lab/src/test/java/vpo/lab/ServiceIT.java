package vpo.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import vpo.plugins.internal.Jars;

/**
 * The package, installed on a machine with systemd, as an operator meets it: told by systemctl and journalctl. One boot
 * and as few starts as will do; each test goes on with the daemon that the one before has left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DROP_INS = "/etc/systemd/system/vpo.service.d/";
    private static final String CONFIG = "/etc/vpo/config.toml";
    /** What a person may call a folder. */
    private static final String MEDIA = "/srv/Our \"films\": 100 % \\o/";
    private static final String HEALTH = "curl -sS --max-time 60 http://127.0.0.1:8321/health";

    private static final String LIBRARY = "[plugins]\ntrust = \"directory\"\n"
            + "[plugins.scan]\nsettle_seconds = 0\nroots = ['" + MEDIA + "']\n"
            + "[tools]\nffprobe = \"/usr/local/bin/slow-ffprobe\"\n";
    private static final String TOKEN = "a-token-that-nobody-guesses";

    private static Lab lab;

    @BeforeAll
    static void install() throws IOException {
        lab = Lab.withPackage(ServiceIT.class);
    }

    @AfterAll
    static void end() {
        if (lab != null) {
            lab.close();
        }
    }

    private static Map<String, String> service() {
        return lab.show("vpo.service", "ActiveState", "ExecMainStatus", "MainPID", "NRestarts", "RestartUSec", "Result",
                "StatusErrno", "StatusText", "UnitFileState", "User", "WatchdogUSec");
    }

    private static Map<String, String> awaitService(String what, Predicate<Map<String, String>> as) {
        return await(what).atMost(PATIENCE).until(ServiceIT::service, as);
    }

    private static boolean isRunning(Map<String, String> service) {
        return service.get("ActiveState").equals("active") && service.get("StatusText").startsWith("Running");
    }

    private static void assertHealthy() {
        assertThat(lab.sh(HEALTH)).startsWith("{\"status\": \"healthy\"");
    }

    private static void restart() {
        // One command: nothing but systemd's word is waited for.
        assertThat(lab.sh("systemctl restart vpo && " + HEALTH)).startsWith("{\"status\": \"healthy\"");
    }

    private static String journal(String since) {
        return lab.journal("-u vpo -o cat --after-cursor=\"$1\"", since);
    }

    private static String cursor() {
        return lab.sh("journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'").strip();
    }

    private static void configure(String text) {
        lab.write(CONFIG, text);
    }

    @Test
    @Order(1)
    void itRunsOnceInstalled() {
        assertThat(service()).containsEntry("ActiveState", "active").containsEntry("UnitFileState", "enabled")
                .containsEntry("User", "vpo").containsEntry("WatchdogUSec", "1min")
                .containsEntry("RestartUSec", "10s");
        // Failed starts, about 11 s apart, are within it, and those after an idle exit are not.
        assertThat(lab.show("vpo.service", "StartLimitIntervalUSec", "StartLimitBurst"))
                .containsEntry("StartLimitIntervalUSec", "2min").containsEntry("StartLimitBurst", "5");
        assertHealthy();
        awaitService("nothing to do", now -> now.get("StatusText").equals("Running, nothing in flight."));
        assertThat(lab.sh("systemctl status vpo")).contains("Status: \"Running, nothing in flight.\"");
        assertThat(lab.sh("stat -c %U:%a /var/lib/vpo /var/cache/vpo /var/log/vpo").lines()).hasSize(3)
                .allMatch("vpo:750"::equals);
        // Of a cache of classes that does not fit, or cannot be reached from the sandbox, nothing would be mapped.
        assertThat(lab.sh("cat /proc/$(systemctl show -P MainPID vpo)/maps")).contains("/usr/lib/vpo/lib/vpo.aot");
        assertThat(lab.sh("setpriv --reuid=vpo --regid=vpo --clear-groups /usr/lib/vpo/runtime/bin/jcmd"
                + " $(systemctl show -P MainPID vpo) VM.uptime")).contains(" s");
    }

    @Test
    @Order(2)
    void itIsHardened() {
        // The limit is ten times the level.
        assertThat(lab.tried("systemd-analyze security --no-pager --threshold=20 vpo.service"))
                .satisfies(judged -> assertThat(judged.status()).as(judged.output()).isZero());
    }

    @Test
    @Order(3)
    void itMayWriteTheFoldersOfTheLibraryAndNothingElse() throws IOException {
        lab.sh("mkdir -p \"$1\" '/home/anna/Vidéos' /srv/other " + DROP_INS
                + " && chown vpo \"$1\" '/home/anna/Vidéos' /srv/other"
                + " && chmod 700 /home/anna && echo hers >/home/anna/letter", MEDIA);
        lab.sh("mkdir /srv/sealed && mount -t tmpfs -o ro none /srv/sealed");
        assertThat(lab.tried("vpo systemd unit --media /srv/none --media /srv/sealed --media /root/../srv"))
                .satisfies(refused -> assertThat(refused.status()).as(refused.output()).isEqualTo(1))
                .extracting(Lab.Outcome::output).asString().contains("/srv/none does not exist")
                .contains("/srv/sealed is on a file system that is mounted read-only")
                .contains("cannot be written by the user vpo");
        lab.sh("umount /srv/sealed && rmdir /srv/sealed");
        lab.sh("vpo systemd unit --media \"$1\" '/home/anna/Vidéos' >" + DROP_INS + "media.conf", MEDIA);

        // What runs before the daemon runs in the same sandbox.
        lab.write("/usr/local/bin/sandbox-probe", """
                #!/bin/bash
                tried() { if (eval "$2") 2>/dev/null; then echo "$1: yes"; else echo "$1: no"; fi; }
                tried media ': >"$MEDIA/written"'
                tried home ': >"/home/anna/Vidéos/written"'
                tried ffmpeg 'ffmpeg -nostdin -v error -f lavfi -i testsrc=d=1 -y "$MEDIA/Übung.mkv"'
                tried state ': >/var/lib/vpo/written'
                for place in / /etc /usr /opt /var /srv /srv/other /home /home/anna /root /run /boot; do
                    tried "$place" ": >'$place/written'"
                done
                tried letter 'cat /home/anna/letter'
                tried disk 'mknod /tmp/disk b 8 0'
                tried namespace 'unshare -U true'
                reached() { if cat "$1" 2>&1 | grep -q 'not permitted\\|denied'; then echo "$1: no"; else echo "$1: yes"; fi; }
                reached /dev/dri/renderD128
                reached /dev/other
                """);
        // Nodes of devices that this kernel need not have: what is there to be seen is who is kept from them. The unit names
        // a GPU's by its driver, which the kernel must know; so here it is named once more.
        lab.sh("mkdir -p /dev/dri && mknod -m 660 /dev/dri/renderD128 c 226 128 && chgrp render /dev/dri/renderD128"
                + " && mknod -m 666 /dev/other c 10 200");
        lab.write(DROP_INS + "probe.conf", """
                [Service]
                Environment="MEDIA=/srv/Our \\"films\\": 100 %% \\\\o/"
                DeviceAllow=/dev/dri/renderD128 rw
                ExecStartPre=bash /usr/local/bin/sandbox-probe
                """);
        // What the tests below need is put into force by the same start: each costs seconds.
        lab.write("/usr/local/bin/slow-ffprobe", """
                #!/bin/bash
                while [ -e /srv/slow ]; do sleep 0.1; done
                exec ffprobe "$@"
                """);
        lab.sh("chmod 755 /usr/local/bin/slow-ffprobe");
        lab.sh("(umask 077; mkdir -p /etc/credstore; printf %s \"$1\" >/etc/credstore/vpo.auth_token)", TOKEN);
        configure(LIBRARY);
        String since = cursor();
        lab.sh("systemctl daemon-reload");
        restart();

        assertThat(journal(since).lines().filter(line -> line.endsWith(": yes") || line.endsWith(": no")))
                .containsExactly("media: yes", "home: yes", "ffmpeg: yes", "state: yes",
                        "/: no", "/etc: no", "/usr: no", "/opt: no", "/var: no", "/srv: no", "/srv/other: no",
                        "/home: no", "/home/anna: no", "/root: no", "/run: no", "/boot: no", "letter: no", "disk: no",
                        "namespace: no", "/dev/dri/renderD128: yes", "/dev/other: no");
        assertThat(lab.sh("systemctl show -P DeviceAllow vpo")).contains("char-drm rw");
        lab.sh("rm " + DROP_INS + "probe.conf; systemctl daemon-reload");
        assertThat(vpo("scan")).contains("completed: 1 file found, 1 scanned, 1 added");
    }

    @Test
    @Order(4)
    void aReloadTakesEffectAndABadOneChangesNothing() {
        String pid = service().get("MainPID");
        String since = cursor();
        configure(LIBRARY + "[logging]\nlevel = \"debug\"\n");
        lab.sh("systemctl reload vpo");
        await("the change").atMost(PATIENCE).until(() -> journal(since).contains("logging.level"));

        configure(LIBRARY + "[logging]\nlevel = \"loud\"\n");
        lab.sh("systemctl reload vpo");
        awaitService("the refusal", now -> now.get("ActiveState").equals("active")
                && now.get("StatusText").startsWith("The new configuration is refused"));
        assertHealthy();

        configure(LIBRARY);
        lab.sh("systemctl reload vpo");
        assertThat(awaitService("the good one", ServiceIT::isRunning)).containsEntry("MainPID", pid);
    }

    @Test
    @Order(5)
    void aCredentialIsTheTokenAndStandsNowhere() {
        String ask = "curl -sS -o /dev/null -w %{http_code} -H 'Authorization: Bearer '\"$1\" http://127.0.0.1:8321/metrics";
        assertThat(lab.sh(ask, TOKEN)).isEqualTo("200");
        assertThat(lab.sh(ask, TOKEN + "!")).isEqualTo("401");
        assertThat(lab.sh(
                "systemctl show vpo; cat /proc/$(systemctl show -P MainPID vpo)/{environ,cmdline} | tr '\\0' '\\n'"))
                .doesNotContain(TOKEN);
        assertThat(lab.journal("-b -o cat")).doesNotContain(TOKEN);
    }

    @Test
    @Order(6)
    void theJournalKnowsWhatALineIsAbout() {
        String since = cursor();
        vpo("scan --full");
        String lines = lab.journal("-o json --after-cursor=\"$1\" VPO_PLUGIN=scan", since);
        assertThat(lines.lines()).anySatisfy(line -> assertThat(line).contains("\"_SYSTEMD_UNIT\":\"vpo.service\"",
                "\"SYSLOG_IDENTIFIER\":\"vpo\"", "\"PRIORITY\":\"6\"", "\"CODE_FILE\":\"RunningScan.java\"",
                "\"CODE_LINE\":", "\"CODE_FUNC\":", "\"VPO_JOB_ID\":", "\"VPO_TASK\":\"scan of "));
        assertThat(lab.journal("-o cat -u vpo VPO_STATE=RUNNING")).contains("RUNNING");
    }

    @Test
    @Order(7)
    void aStopWaitsForWhatIsInFlightAndEndsWithZero() {
        lab.sh("touch /srv/slow");
        vpo("scan --full --no-wait");
        awaitService("the scan in the status",
                now -> now.get("StatusText").matches("Running, 1 task in flight: .*scan.*"));

        String since = cursor();
        lab.sh("systemctl stop --no-block vpo");
        awaitService("the stop in the status", now -> now.get("ActiveState").equals("deactivating")
                && now.get("StatusText").matches("Stopping: 1 task left: .*scan.*"));
        lab.sh("rm /srv/slow");
        assertThat(awaitService("the end", now -> now.get("ActiveState").equals("inactive")))
                .containsEntry("Result", "success").containsEntry("ExecMainStatus", "0");
        assertThat(journal(since)).contains("is complete: 1 file found").doesNotContain("SIGKILL");

        // The rest of the life is a faster one.
        lab.write(DROP_INS + "patience.conf", "[Service]\nRestartSec=200ms\nWatchdogSec=8\n");
        lab.sh("systemctl daemon-reload; systemctl start vpo");
        assertThat(vpo("scan --list").lines()).isNotEmpty().allMatch(line -> line.contains("completed"));
    }

    @Test
    @Order(8)
    void aKilledDaemonIsBackByItself() {
        Map<String, String> before = service();
        lab.sh("kill -9 \"$1\"", before.get("MainPID"));
        Map<String, String> after = awaitService("another one", now -> isRunning(now)
                && !now.get("MainPID").equals(before.get("MainPID")));
        assertThat(after).containsEntry("NRestarts", "1");
        assertHealthy();
    }

    @Test
    @Order(9)
    void aDaemonThatHangsIsRestartedByTheWatchdog() throws IOException {
        String pid = service().get("MainPID");
        String since = cursor();
        // It holds up the framework's dispatch of events for ever; HTTP, and every timer, goes on.
        lab.write("/var/lib/vpo/plugins/hangs.jar", Jars.plugin("hangs", "1.0.0").activator("""
                context.addFrameworkListener(event -> {
                    if (new java.io.File("/var/lib/vpo/hang").delete()) {
                        while (true) java.util.concurrent.locks.LockSupport.park();
                    }
                });
                """, "").bytes());
        await("the plugin").atMost(PATIENCE).until(() -> journal(since).contains("plugin hangs 1.0.0 runs"));
        lab.sh("touch /var/lib/vpo/hang");
        awaitService("another one", now -> isRunning(now) && !now.get("MainPID").equals(pid));
        assertThat(journal(since)).contains("vpo.service: Watchdog timeout", "the framework was not seen to move");
        assertHealthy();
    }

    @Test
    @Order(10)
    void aMistakeInTheConfigurationIsToldAndDoesNotLoopForEver() {
        configure("[server]\nport = 0\n");
        String since = cursor();
        assertThat(lab.tried("systemctl reset-failed vpo; systemctl restart vpo").status()).isNotZero();
        Map<String, String> failed = awaitService("the end of it", now -> now.get("ActiveState").equals("failed"));
        assertThat(failed).containsEntry("ExecMainStatus", "1").containsEntry("StatusErrno", "22")
                .containsEntry("NRestarts", "5");
        assertThat(failed.get("StatusText")).startsWith("CONFIG_ERROR: " + CONFIG + ":2:1: server.port:");
        assertThat(journal(since)).contains("Start request repeated too quickly");
    }

    @Test
    @Order(11)
    void aConnectionStartsItAndNoneIsRefusedWhileItRestarts() {
        configure(LIBRARY);
        lab.sh("systemctl reset-failed vpo; systemctl start vpo.socket");
        assertThat(service()).containsEntry("ActiveState", "inactive");
        // It waits for the daemon that it starts.
        assertHealthy();
        // It answers a moment before it says that it is ready.
        awaitService("ready", now -> now.get("ActiveState").equals("active"));

        String answers = lab.sh("""
                (until [ -e /run/enough ]; do
                     curl -sS --max-time 60 -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:8321/health || echo lost
                 done) >/run/answers 2>&1 &
                systemctl restart vpo && touch /run/enough && wait && sort /run/answers | uniq -c""");
        assertThat(answers.lines().map(line -> line.strip().split(" ")[1])).contains("200").isSubsetOf("200", "503");
        lab.sh("systemctl stop vpo.socket vpo");
        assertThat(lab.tried(HEALTH).status()).isNotZero();
    }

    @Test
    @Order(12)
    void thePortMayBeOfAnAddressThatComesLater() {
        lab.write("/etc/systemd/system/vpo.socket.d/address.conf",
                "[Socket]\nListenStream=\nListenStream=192.0.2.1:8321\n");
        lab.sh("systemctl daemon-reload; systemctl start vpo.socket");
        assertThat(lab.show("vpo.socket", "ActiveState")).containsEntry("ActiveState", "active");
        lab.sh("systemctl stop vpo.socket; rm /etc/systemd/system/vpo.socket.d/address.conf; systemctl daemon-reload");
    }

    /** A command, as the operator gives it. */
    private static String vpo(String args) {
        return lab.sh("vpo " + args);
    }
}
