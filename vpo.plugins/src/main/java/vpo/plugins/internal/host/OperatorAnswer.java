package vpo.plugins.internal.host;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Properties;

/**
 * What an operator gets for a request.
 *
 * @param status exit status for the command line: 0 done, 1 refused or failed
 * @param out what was asked for, of whole lines
 * @param err why it was not done; of whole lines
 */
record OperatorAnswer(int status, String out, String err) {

    static OperatorAnswer done(String out) {
        return new OperatorAnswer(0, out, "");
    }

    static OperatorAnswer refused(String why) {
        return new OperatorAnswer(1, "", why + "\n");
    }

    /** In the form in which it travels: Java properties. */
    String format() {
        Properties values = new Properties();
        values.setProperty("status", Integer.toString(status));
        values.setProperty("out", out);
        values.setProperty("err", err);
        StringWriter text = new StringWriter();
        try {
            values.store(text, null);
        } catch (IOException e) {
            throw new IllegalStateException("a string can be written to", e);
        }
        return text.toString();
    }
}
