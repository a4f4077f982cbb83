package vpo.launcher.log;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * One JSON object a line, as Python's {@code json.dumps} writes it: the keys timestamp, level, message, and where there
 * is one logger, context (the MDC, sorted, then the event's own key-value pairs, which win) and exception.
 */
final class JsonFormat implements LineFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx")
            .withZone(ZoneOffset.UTC);

    @Override
    public String format(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        line.append("{\"timestamp\": \"");
        TIME.formatTo(event.getInstant(), line);
        line.append("\", \"level\": \"").append(LineFormat.levelName(event.getLevel()));
        line.append("\", \"message\": ");
        value(line, event.getFormattedMessage());
        if (!Logger.ROOT_LOGGER_NAME.equals(event.getLoggerName())) {
            line.append(", \"logger\": ");
            value(line, event.getLoggerName());
        }
        Map<String, Object> context = Context.of(event);
        if (!context.isEmpty()) {
            line.append(", \"context\": ");
            object(line, context);
        }
        if (event.getThrowableProxy() != null) {
            line.append(", \"exception\": ");
            value(line, Traceback.of(event.getThrowableProxy(), UnaryOperator.identity()));
        }
        return line.append("}\n").toString();
    }

    private static void object(StringBuilder out, Map<String, Object> map) {
        String separator = "{";
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            out.append(separator);
            string(out, String.valueOf(entry.getKey()));
            out.append(": ");
            value(out, entry.getValue());
            separator = ", ";
        }
        out.append('}');
    }

    private static void value(StringBuilder out, Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            // JSON has no NaN and no infinity: they become text.
            case Double d when Double.isFinite(d) -> out.append(d);
            case Float f when Float.isFinite(f) -> out.append(f);
            case Integer _,Long _,Short _,Byte _ -> out.append(value);
            // Not any number: what a plugin's own class, one that extends the JDK's too, calls its text may be anything.
            case BigInteger n when n.getClass() == BigInteger.class -> out.append(n);
            case BigDecimal n when n.getClass() == BigDecimal.class -> out.append(n);
            default -> string(out, Context.text(value));
        }
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
