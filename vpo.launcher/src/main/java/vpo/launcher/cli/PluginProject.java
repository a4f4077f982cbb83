package vpo.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.api.plugin.Plugin;

/**
 * The Maven project of a new plugin: the template in this jar with its placeholders filled in, and a repository that
 * holds the plugin API, which no public one has.
 */
final class PluginProject {
    /** What {@link Plugin#NAME_PATTERN} says, in words. */
    static final String NAME_RULE = "2 to 64 of a-z, 0-9 and -, beginning with a letter and not ending with -";

    private static final Pattern NAME = Pattern.compile(Plugin.NAME_PATTERN);
    private static final Set<String> TAKEN = Set.of("metadata", "trust");
    /** No package can have such a name. The JDK could tell, but what people install has no part of its compiler. */
    private static final Set<String> KEYWORDS = Set.of("abstract", "assert", "boolean", "break", "byte", "case",
            "catch",
            "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends", "false",
            "final",
            "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long",
            "native", "new", "null", "package", "private", "protected", "public", "return", "short", "static",
            "strictfp",
            "super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "void",
            "volatile",
            "while");
    private static final Pattern PLACEHOLDER = Pattern.compile("@([a-z0-9.]+)@");
    private static final String TEMPLATE = "/plugin-template/";
    private static final int SHORT_HASH = 8;

    private final byte[] api;
    private final Map<String, String> values;

    /**
     * @param name of the plugin, a good one
     * @param api the jar to compile against
     */
    PluginProject(String name, byte[] api) throws IOException {
        this.api = api;
        this.values = values(name, api);
    }

    /** Why a plugin cannot have this name; empty if it can. */
    static Optional<String> objection(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("a plugin's name is " + NAME_RULE + ", such as subtitle-check");
        }
        return TAKEN.contains(name)
                ? Optional.of("[plugins." + name + "] means something else in the configuration")
                : Optional.empty();
    }

    private static Map<String, String> values(String name, byte[] api) throws IOException {
        Properties versions = new Properties();
        try (InputStream in = resource("/plugin-template.properties")) {
            versions.load(in);
        }
        Map<String, String> values = new HashMap<>();
        versions.stringPropertyNames().forEach(each -> values.put(each, versions.getProperty(each)));
        values.put("name", name);
        values.put("class", className(name));
        values.put("package", packageName(name));
        // Another API of the same version is another artifact: Maven keeps what it has once got.
        values.put("api", versions.getProperty("api.version") + "-" + hash(api).substring(0, SHORT_HASH));
        return values;
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    static String className(String name) {
        return Stream.of(name.split("-+")).map(each -> Character.toUpperCase(each.charAt(0)) + each.substring(1))
                .collect(Collectors.joining());
    }

    static String packageName(String name) {
        String last = name.replace('-', '_');
        return "plugin." + (KEYWORDS.contains(last) ? last + "_" : last);
    }

    /**
     * Writes it.
     *
     * @param folder that is empty, or not there
     * @throws DirectoryNotEmptyException if there is something in it
     * @throws IOException if it cannot be written
     */
    void write(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inIt = Files.list(folder)) {
                if (inIt.findAny().isPresent()) {
                    throw new DirectoryNotEmptyException(folder.toString());
                }
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, String> each : files().entrySet()) {
            write(folder.resolve(each.getKey()), template(each.getValue()).getBytes(StandardCharsets.UTF_8));
        }
        String version = values.get("api");
        Path repository = folder.resolve("repo/vpo/vpo.api").resolve(version);
        write(repository.resolve("vpo.api-" + version + ".jar"), api);
        write(repository.resolve("vpo.api-" + version + ".pom"), pom(version).getBytes(StandardCharsets.UTF_8));
    }

    /** By path in the project, the name in the template. */
    private Map<String, String> files() {
        String main = "src/main/java/" + values.get("package").replace('.', '/') + "/" + values.get("class");
        String test = "src/test/java/" + values.get("package").replace('.', '/') + "/";
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", "pom.xml");
        files.put("bnd.bnd", "bnd.bnd");
        files.put("README.md", "README.md");
        // A name without the dot: build tools leave such files out.
        files.put(".gitignore", "gitignore");
        files.put(main + "Plugin.java", "src/main/java/Plugin.java");
        files.put(main + "Config.java", "src/main/java/Config.java");
        files.put(main + "Page.java", "src/main/java/Page.java");
        files.put(test + values.get("class") + "PluginTest.java", "src/test/java/PluginTest.java");
        files.put(test + "BundleTest.java", "src/test/java/BundleTest.java");
        return files;
    }

    private String template(String file) throws IOException {
        try (InputStream in = resource(TEMPLATE + file)) {
            return PLACEHOLDER.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8)).replaceAll(found -> {
                String value = values.get(found.group(1));
                if (value == null) {
                    throw new IllegalStateException("the template has " + found.group() + ", which nothing fills in");
                }
                return Matcher.quoteReplacement(value);
            });
        }
    }

    private static InputStream resource(String path) throws IOException {
        InputStream in = PluginProject.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException("vpo.jar is not whole: it has no " + path);
        }
        return in;
    }

    private static String pom(String version) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>vpo</groupId>
                  <artifactId>vpo.api</artifactId>
                  <version>%s</version>
                </project>
                """.formatted(version);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** Why it was not written, in a sentence. */
    static String reason(Path folder, IOException e) {
        return switch (e) {
            case DirectoryNotEmptyException _ -> folder + " is not empty: name another folder with --dir";
            case NotDirectoryException _ -> folder + " is there, and is not a folder: name another with --dir";
            case FileAlreadyExistsException there -> there.getFile()
                    + " is there, and is not a folder: name another with --dir";
            case AccessDeniedException denied -> denied.getFile() + " cannot be written: permission denied";
            default -> folder + " cannot be written: " + e.getMessage();
        };
    }
}
