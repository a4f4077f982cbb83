package vpo.config.internal.schema;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every known key, in the order in which they are shown. The single truth: everything else is derived from here. */
public final class Schema {
    /** The key of the data directory, in which the defaults of other keys lie. */
    public static final String DATA_DIRECTORY = "data_directory";
    /** The key of the folder of the container's storage. */
    public static final String CACHE_DIRECTORY = "cache_directory";

    private static final String PREFIX = "VPO_";
    private static final int MOST_HOST_NAMES = 100;

    private static final List<Key> KEYS = Stream
            .of(top(), tools(), behavior(), plugins(), metadata("radarr", "RADARR"), metadata("sonarr", "SONARR"),
                    jobs(),
                    worker(), logging(), transcription(), server(), rateLimit(), console(), metrics(), processing(),
                    language())
            .flatMap(List::stream).toList();

    /** Variables that stand for no key. Those that the daemon has no use for are checked all the same. */
    private static final List<Key> VARIABLES = List.of(
            variable("CONFIG_PATH", Type.PATH, "the configuration file, unless --config is given"),
            variable("JAVA_OPTS", Type.STRING, "options for the JVM, read by the script ./vpo"),
            variable("TEMP_DIR", Type.PATH, "accepted, not used by the daemon"),
            variable("SESSION_SECRET", Type.STRING, "accepted, not used by the daemon").rule(Rules.sessionSecret())
                    .asSecret(),
            variable("DB_TIMEOUT", Type.FLOAT, "accepted, not used by the daemon")
                    .rule(Rules.positive("Must be a finite number above 0")),
            variable("GIT_HASH", Type.STRING, "accepted, not used by the daemon").rule(Rules.commit()));

    private static final Map<String, Key> BY_NAME = byName();
    private static final Set<String> TABLES = tables();

    private Schema() {}

    /** All keys. */
    public static List<Key> keys() {
        return KEYS;
    }

    /** The environment variables that are known and stand for no key; named by the variable. */
    public static List<Key> variables() {
        return VARIABLES;
    }

    /** A key by its dotted name. */
    public static Optional<Key> key(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The dotted names of the tables that hold keys, the top of the file ("") first. */
    public static Set<String> publishedTables() {
        return TABLES;
    }

    /** Whether this is a table, be it only of tables. */
    public static boolean isTable(String name) {
        return TABLES.contains(name) || TABLES.stream().anyMatch(t -> t.startsWith(name + "."));
    }

    private static List<Key> top() {
        return List.of(
                path("database_path", "the library's database file").fallback(new Fallback.InData("library.db"))
                        .variable("VPO_DATABASE_PATH").flag("--database").needsRestart().inUse(),
                path(DATA_DIRECTORY, "the data directory").rule(Rules.directory()).fallback(new Fallback.Data())
                        .variable("VPO_DATA_DIR").needsRestart().inUse(),
                path(CACHE_DIRECTORY, "what can be made again, such as the container's storage")
                        .rule(Rules.directory()).fallback(new Fallback.InData("cache")).variable("VPO_CACHE_DIR")
                        .needsRestart().inUse());
    }

    private static List<Key> tools() {
        return List.of(
                tool("ffmpeg"), tool("ffprobe").inUse(), tool("mkvmerge"), tool("mkvpropedit"),
                whole("tools.detection.cache_ttl_hours", 24, "hours that detected tools are remembered")
                        .rule(Rules.atLeast(0)).variable("VPO_CACHE_TTL_HOURS").needsRestart(),
                bool("tools.detection.auto_detect_on_startup", true, "look for the tools at start")
                        .variable("VPO_AUTO_DETECT_ON_STARTUP").needsRestart());
    }

    private static Key tool(String name) {
        return path("tools." + name, "the program; without it, looked for in PATH")
                .variable(PREFIX + name.toUpperCase(Locale.ROOT) + "_PATH").needsRestart();
    }

    private static List<Key> behavior() {
        return List.of(
                bool("behavior.warn_on_missing_features", true, "warn about what the tools cannot do")
                        .variable("VPO_WARN_ON_MISSING_FEATURES"),
                bool("behavior.show_upgrade_suggestions", true, "suggest newer tools")
                        .variable("VPO_SHOW_UPGRADE_SUGGESTIONS"));
    }

    private static List<Key> plugins() {
        return List.of(
                Key.of("plugins.plugin_dirs", Type.PATHS, "where plugins are looked for")
                        .fallback(new Fallback.ListInData("plugins")).variable("VPO_PLUGIN_DIRS").needsRestart()
                        .inUse(),
                text("plugins.entry_point_group", "vpo.plugins", "name of the group of installed plugins")
                        .rule(Rules.notBlank()).needsRestart(),
                bool("plugins.auto_load", true, "load plugins at start").variable("VPO_PLUGIN_AUTO_LOAD")
                        .needsRestart().inUse(),
                bool("plugins.warn_unacknowledged", true, "warn about plugins that nobody has acknowledged")
                        .variable("VPO_PLUGIN_WARN_UNACKNOWLEDGED").inUse(),
                text("plugins.trust", "acknowledged", "what lets a plugin run").rule(Rules
                        .oneOf("acknowledged", "signed", "directory")).inUse(),
                path("plugins.trust_store",
                        "certificates of who may sign plugins, as PEM or PKCS#12; for trust = signed").inUse(),
                text("plugins.trust_store_password", null, "password of a PKCS#12 trust store").asSecret().inUse(),
                real("plugins.start_timeout", 30.0, "seconds that a plugin may take to start, and to stop")
                        .rule(Rules.positive("Must be a finite number above 0")).inUse(),
                real("plugins.call_timeout", 30.0, "seconds that a plugin may take for one event")
                        .rule(Rules.positive("Must be a finite number above 0")).inUse());
    }

    private static List<Key> metadata(String name, String variable) {
        String table = "plugins.metadata." + name + ".";
        return List.of(
                text(table + "url", null, "address of the service; used only together with api_key")
                        .rule(Rules.webAddress()).variable(PREFIX + variable + "_URL"),
                text(table + "api_key", null, "key of the service; used only together with url").rule(Rules.apiKey())
                        .variable(PREFIX + variable + "_API_KEY").asSecret(),
                bool(table + "enabled", true, "ask the service").variable(PREFIX + variable + "_ENABLED"),
                whole(table + "timeout_seconds", 30, "seconds to wait for an answer").rule(Rules.range(1, 300))
                        .variable(PREFIX + variable + "_TIMEOUT"));
    }

    private static List<Key> jobs() {
        return List.of(
                whole("jobs.retention_days", 30, "days that finished jobs are kept").rule(Rules.atLeast(0))
                        .variable("VPO_JOBS_RETENTION_DAYS"),
                bool("jobs.auto_purge", true, "delete old jobs").variable("VPO_JOBS_AUTO_PURGE"),
                path("jobs.temp_directory", "where temporary files go; without it, beside the file"),
                bool("jobs.backup_original", true, "keep the original of a changed file")
                        .variable("VPO_JOBS_BACKUP_ORIGINAL"),
                real("jobs.disk_space_ratio_hevc", 0.5, "expected size of HEVC output to its input")
                        .rule(Rules.positive("Must be a finite number above 0")),
                real("jobs.disk_space_ratio_other", 0.8, "expected size of other output to its input")
                        .rule(Rules.positive("Must be a finite number above 0")),
                real("jobs.disk_space_buffer", 1.2, "factor of safety on the expected size")
                        .rule(Rules.positive("Must be a finite number above 0")),
                whole("jobs.log_compression_days", 7, "days after which job logs are compressed")
                        .rule(Rules.atLeast(0)).variable("VPO_LOG_COMPRESSION_DAYS"),
                whole("jobs.log_deletion_days", 90, "days after which job logs are deleted").rule(Rules.atLeast(0))
                        .variable("VPO_LOG_DELETION_DAYS"),
                real("jobs.min_free_disk_percent", 5.0, "percent of the disk that must stay free")
                        .rule(Rules.floats(0, 100)).variable("VPO_MIN_FREE_DISK_PERCENT"),
                bool("jobs.auto_prune_enabled", false, "remove missing files from the library")
                        .variable("VPO_AUTO_PRUNE_ENABLED"),
                whole("jobs.auto_prune_interval_hours", 168, "hours between two prunes").rule(Rules.atLeast(1))
                        .variable("VPO_AUTO_PRUNE_INTERVAL_HOURS"));
    }

    private static List<Key> worker() {
        return List.of(
                limit("max_files", "files after which a worker ends").variable("VPO_WORKER_MAX_FILES"),
                limit("max_duration", "seconds after which a worker ends").variable("VPO_WORKER_MAX_DURATION"),
                text("worker.end_by", null, "time of day at which a worker ends").rule(Rules.timeOfDay())
                        .variable("VPO_WORKER_END_BY"),
                limit("cpu_cores", "cores that a tool may use").variable("VPO_WORKER_CPU_CORES"));
    }

    private static Key limit(String name, String description) {
        return Key.of("worker." + name, Type.INTEGER, description).rule(Rules.limit());
    }

    private static List<Key> logging() {
        return List.of(
                text("logging.level", "info", "the least level that is logged")
                        .rule(Rules.oneOfAnyCase("debug", "info", "warning", "error")).variable("VPO_LOGGING_LEVEL")
                        .flag("--log-level").inUse(),
                Key.of("logging.file", Type.LOG_PATH, "a file to log to, beside stderr").variable("VPO_LOGGING_FILE")
                        .flag("--log-file").inUse(),
                text("logging.format", "auto", "the form of a log line; auto is journal under systemd, else text")
                        .rule(Rules.oneOfAnyCase("auto", "text", "json", "journal")).variable("VPO_LOGGING_FORMAT")
                        .flag("--log-format").inUse(),
                bool("logging.include_stderr", false, "log to stderr beside the file; serve always does"),
                Key.of("logging.max_bytes", Type.LONG, "bytes after which the log file is rotated; 0 for never")
                        .fallback(10_485_760L).rule(Rules.atLeast(0)).inUse(),
                whole("logging.backup_count", 5, "rotated log files that are kept").rule(Rules.range(0, 1000)).inUse());
    }

    private static List<Key> transcription() {
        return List.of(
                text("transcription.plugin", null, "the plugin that transcribes").rule(Rules.blankIsNone())
                        .variable("VPO_TRANSCRIPTION_PLUGIN"),
                text("transcription.model_size", "base", "size of its model")
                        .rule(Rules.oneOf("tiny", "base", "small", "medium", "large"))
                        .variable("VPO_TRANSCRIPTION_MODEL_SIZE"),
                whole("transcription.sample_duration", 30, "seconds of a sample; 0 for the whole track")
                        .rule(Rules.atLeast(0)).variable("VPO_TRANSCRIPTION_SAMPLE_DURATION"),
                bool("transcription.gpu_enabled", true, "use the GPU").variable("VPO_TRANSCRIPTION_GPU_ENABLED"),
                whole("transcription.max_samples", 3, "samples of one track").rule(Rules.atLeast(1))
                        .variable("VPO_TRANSCRIPTION_MAX_SAMPLES"),
                real("transcription.confidence_threshold", 0.85, "confidence that is enough")
                        .rule(Rules.floats(0, 1)).variable("VPO_TRANSCRIPTION_CONFIDENCE_THRESHOLD"),
                real("transcription.incumbent_bonus", 0.15, "bonus for the language that a track already has")
                        .rule(Rules.floats(0, Double.POSITIVE_INFINITY))
                        .variable("VPO_TRANSCRIPTION_INCUMBENT_BONUS"));
    }

    private static List<Key> server() {
        return List.of(
                text("server.bind", "127.0.0.1", "address to listen on").rule(Rules.bindAddress())
                        .variable("VPO_SERVER_BIND").flag("--bind").needsRestart().inUse(),
                whole("server.port", 8321, "TCP port to listen on").rule(Rules.port()).variable("VPO_SERVER_PORT")
                        .flag("--port").needsRestart().inUse(),
                real("server.shutdown_timeout", 30.0, "seconds that a stop waits for work in flight")
                        .rule(Rules.positive("Shutdown timeout must be positive"))
                        .variable("VPO_SERVER_SHUTDOWN_TIMEOUT").inUse(),
                real("server.start_timeout", 60.0, "seconds within which a start must be done")
                        .rule(Rules.positive("Start timeout must be positive")).variable("VPO_SERVER_START_TIMEOUT")
                        .inUse(),
                Key.of("server.idle_exit", Type.FLOAT,
                        "seconds without work after which a daemon on systemd's socket ends; too short below 30")
                        .rule(Rules.positive("Must be a finite number above 0")).inUse(),
                text("server.auth_token", null, "the password of every user").rule(Rules.token())
                        .variable("VPO_AUTH_TOKEN").asSecret().needsRestart().inUse(),
                Key.of("server.auth_token_file", Type.SECRET_PATH,
                        "a file whose first line is another such password; read when it changes")
                        .variable("VPO_AUTH_TOKEN_FILE").inUse(),
                Key.of("server.host_names", new ListType(Type.STRING, Rules.hostName(), "host names", MOST_HOST_NAMES),
                        "names of this daemon beside the machine's own, such as that of a reverse proxy")
                        .fallback(List.of()).variable("VPO_SERVER_HOST_NAMES").inUse());
    }

    private static List<Key> rateLimit() {
        return List.of(
                bool("server.rate_limit.enabled", true, "limit the requests of one address")
                        .variable("VPO_RATE_LIMIT_ENABLED").inUse(),
                whole("server.rate_limit.get_max_requests", 120, "reading requests within the window")
                        .rule(Rules.atLeast(1)).variable("VPO_RATE_LIMIT_GET_MAX_REQUESTS").inUse(),
                whole("server.rate_limit.mutate_max_requests", 30, "changing requests within the window")
                        .rule(Rules.atLeast(1)).variable("VPO_RATE_LIMIT_MUTATE_MAX_REQUESTS").inUse(),
                whole("server.rate_limit.window_seconds", 60, "length of the window").rule(Rules.atLeast(1))
                        .variable("VPO_RATE_LIMIT_WINDOW_SECONDS").inUse());
    }

    private static List<Key> console() {
        return List.of(bool("console.allow_remote", false,
                "let other machines administrate without TLS; passwords can be read on the way").inUse());
    }

    private static List<Key> metrics() {
        return List.of(text("metrics.access", "token", "who may read /metrics: whoever has a credential, all, nobody")
                .rule(Rules.oneOf("token", "open", "off")).inUse());
    }

    private static List<Key> processing() {
        return List.of(whole("processing.workers", 2, "files that are worked on at a time").rule(Rules.atLeast(1))
                .variable("VPO_PROCESSING_WORKERS"));
    }

    private static List<Key> language() {
        return List.of(
                text("language.standard", "639-2/B", "the form of language codes")
                        .rule(Rules.oneOf("639-2/B", "639-2/T", "639-1")).variable("VPO_LANGUAGE_STANDARD"),
                bool("language.warn_on_conversion", true, "warn when a code is converted")
                        .variable("VPO_LANGUAGE_WARN_ON_CONVERSION"));
    }

    private static Key text(String name, String fallback, String description) {
        Key key = Key.of(name, Type.STRING, description);
        return fallback == null ? key : key.fallback(fallback);
    }

    private static Key whole(String name, int fallback, String description) {
        return Key.of(name, Type.INTEGER, description).fallback(fallback);
    }

    private static Key real(String name, double fallback, String description) {
        return Key.of(name, Type.FLOAT, description).fallback(fallback);
    }

    private static Key bool(String name, boolean fallback, String description) {
        return Key.of(name, Type.BOOLEAN, description).fallback(fallback);
    }

    private static Key path(String name, String description) {
        return Key.of(name, Type.PATH, description);
    }

    private static Key variable(String suffix, Type type, String description) {
        return Key.of("", type, description).variable(PREFIX + suffix);
    }

    private static Map<String, Key> byName() {
        Map<String, Key> byName = new LinkedHashMap<>();
        KEYS.forEach(key -> byName.put(key.name(), key));
        return byName;
    }

    private static Set<String> tables() {
        Set<String> tables = new LinkedHashSet<>();
        KEYS.forEach(key -> tables.add(key.table()));
        return tables;
    }
}
