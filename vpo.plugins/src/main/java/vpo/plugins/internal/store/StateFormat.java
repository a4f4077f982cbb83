package vpo.plugins.internal.store;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text form of a state: Java properties, which an operator can read. */
final class StateFormat {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String QUARANTINE = "quarantine.";
    private static final String SINCE = ".since";
    private static final String REASON = ".reason";

    private StateFormat() {}

    static byte[] write(PluginState state) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("symbolic-name", state.symbolicName());
        properties.setProperty("name", state.name());
        properties.setProperty("source", state.source().toString());
        properties.setProperty("enabled", Boolean.toString(state.enabled()));
        properties.setProperty("kept", String.join(" ", state.kept()));
        state.active().ifPresent(hash -> properties.setProperty("active", hash));
        state.quarantined().forEach((hash, why) -> {
            properties.setProperty(QUARANTINE + hash + SINCE, why.since().toString());
            properties.setProperty(QUARANTINE + hash + REASON, why.reason());
        });
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a state.
     *
     * @throws IOException if the text is none
     */
    static PluginState read(byte[] content) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
            Map<String, Quarantine> quarantined = new TreeMap<>();
            for (String key : properties.stringPropertyNames()) {
                if (key.startsWith(QUARANTINE) && key.endsWith(SINCE)) {
                    String hash = hash(key.substring(QUARANTINE.length(), key.length() - SINCE.length()));
                    quarantined.put(hash, new Quarantine(required(properties, QUARANTINE + hash + REASON),
                            Instant.parse(properties.getProperty(key))));
                }
            }
            String active = properties.getProperty("active");
            List<String> kept = Stream.of(required(properties, "kept").split(" ")).filter(each -> !each.isEmpty())
                    .map(StateFormat::hash).toList();
            return new PluginState(required(properties, "symbolic-name"), required(properties, "name"),
                    Path.of(required(properties, "source")), Optional.ofNullable(active).map(StateFormat::hash), kept,
                    Boolean.parseBoolean(required(properties, "enabled")), quarantined);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + key);
        }
        return value;
    }

    private static String hash(String text) {
        if (!HASH.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no SHA-256");
        }
        return text;
    }
}
