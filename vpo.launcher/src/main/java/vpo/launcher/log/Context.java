package vpo.launcher.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** What a line is about, beside its message: its context fields. */
final class Context {
    private Context() {}

    /** The MDC, sorted, then the event's own key-value pairs, which win; values may be null. */
    static Map<String, Object> of(ILoggingEvent event) {
        Map<String, Object> context = new LinkedHashMap<>(new TreeMap<>(event.getMDCPropertyMap()));
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                context.put(String.valueOf(pair.key), pair.value);
            }
        }
        return context;
    }

    /** As SLF4J does it for the arguments of a message: a foreign object's failure costs its value, not the line. */
    static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException e) {
            return "[FAILED toString()]";
        }
    }
}
