package vpo.console.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import vpo.config.Configuration;
import vpo.config.Setting;
import vpo.config.Source;

/**
 * Felix's page of configurations, as it is to be here: of each value of ours it tells the line, variable or flag that it
 * comes from, and it offers nothing to type in. What it does not understand, it leaves as it is.
 */
final class ConfigurationsPage {
    /** Its path below the console's. */
    static final String LABEL = "configMgr";

    private static final String PROPERTIES = "properties";
    private static final String DESCRIPTION = "description";
    private static final String SCRIPT = "felix-configuration.js";
    private static final Pattern FELIX_SCRIPT = Pattern
            .compile("<script[^>]*\\ssrc=\"([^\"]*)/res/ui/config\\.js\"></script>");
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final Configuration configuration;
    /** By their names in Configuration Admin, PID and key. */
    private final Map<String, Setting> settings;

    ConfigurationsPage(Configuration configuration) {
        this.configuration = configuration;
        this.settings = new LinkedHashMap<>();
        configuration.settings().forEach(setting -> settings.put(plain("vpo." + setting.key()), setting));
    }

    /** A key that TOML has to quote is a property like any other. */
    private static String plain(String key) {
        return key.replace("\"", "");
    }

    /** The page itself, one configuration, or a list of some. */
    String edit(String answer) {
        String text = answer.strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return FELIX_SCRIPT.matcher(answer).replaceFirst(
                    "$0\n<script src=\"$1" + ConsolePages.RESOURCES + SCRIPT + "\"></script>");
        }
        JsonElement json;
        try {
            json = JsonParser.parseString(text);
        } catch (JsonParseException e) {
            return answer;
        }
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(this::describe);
        } else {
            describe(json);
        }
        return GSON.toJson(json);
    }

    private void describe(JsonElement json) {
        if (!(json instanceof JsonObject object) || !object.has("pid") || !object.has(PROPERTIES)) {
            return;
        }
        String pid = object.get("pid").getAsString();
        if (!configuration.published().containsKey(pid)) {
            return;
        }
        String table = table(pid) + ".";
        JsonObject properties = object.getAsJsonObject(PROPERTIES);
        properties.entrySet().forEach(each -> {
            Setting setting = settings.get(table + each.getKey());
            if (setting != null) {
                add(each.getValue().getAsJsonObject(), origin(setting.source()));
            }
        });
        add(object, String.join(" ", about(table)));
    }

    private static void add(JsonObject to, String sentence) {
        String before = to.has(DESCRIPTION) && !to.get(DESCRIPTION).isJsonNull()
                ? to.get(DESCRIPTION).getAsString()
                : "";
        to.addProperty(DESCRIPTION, before.isEmpty() ? sentence : before + "\n" + sentence);
    }

    /** As the keys of its settings begin: the instances of a factory are the elements of an array, in its order. */
    private String table(String pid) {
        int name = pid.indexOf('~');
        if (name < 0) {
            return pid;
        }
        String factory = pid.substring(0, name);
        List<String> instances = configuration.published().keySet().stream()
                .filter(each -> each.startsWith(factory + "~")).toList();
        return factory + "[" + instances.indexOf(pid) + "]";
    }

    private static String origin(Source source) {
        return source instanceof Source.Default ? "The default: nobody has set it" : "From " + source;
    }

    private List<String> about(String table) {
        List<String> sentences = new ArrayList<>();
        sentences.add("Only to be seen here: values are changed where they come from"
                + configuration.file().map(file -> ", chiefly in " + file).orElse("") + ".");
        settings.forEach((name, setting) -> {
            boolean here = name.startsWith(table) && name.indexOf('.', table.length()) < 0;
            if (here && setting.secret() && setting.value() != null) {
                sentences.add(name.substring(table.length()) + " comes from " + setting.source()
                        + "; it is a secret, and not shown.");
            }
        });
        return sentences;
    }
}
