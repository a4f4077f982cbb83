package vpo.launcher.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a new password comes from. */
final class PasswordPrompt {
    /** What a decoder makes of bytes that mean nothing in its character set. */
    private static final char NO_CHARACTER = '\uFFFD';

    private PasswordPrompt() {}

    /** There is no password; the message is for the operator. */
    static final class PasswordException extends Exception {
        private static final long serialVersionUID = 1L;

        PasswordException(String message) {
            super(message);
        }
    }

    /** From the terminal, twice and unseen; without one, the first line of the standard input. */
    static char[] read() throws IOException, PasswordException {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            return twice(console);
        }
        // Java leaves such a terminal as it is: whoever looks over a shoulder could read what is typed.
        return line(StandardStream.INPUT.isTerminal());
    }

    private static char[] twice(Console console) throws PasswordException {
        char[] first = entered(console.readPassword("New password: "), console.charset());
        char[] second = entered(console.readPassword("The same again: "), console.charset());
        try {
            if (!Arrays.equals(first, second)) {
                Arrays.fill(first, '\0');
                throw new PasswordException("the two are not the same; nothing was changed");
            }
            return first;
        } finally {
            Arrays.fill(second, '\0');
        }
    }

    /**
     * @param line null if there is none
     * @param charset in which its bytes were read
     */
    static char[] entered(char[] line, Charset charset) throws PasswordException {
        if (line == null) {
            throw new PasswordException("no password was entered; nothing was changed");
        }
        for (char each : line) {
            // Somewhere else, its bytes would be read as what they are, and be another password.
            if (each == NO_CHARACTER) {
                Arrays.fill(line, '\0');
                throw new PasswordException("what was entered is no text in the character set " + charset
                        + "; nothing was changed. Set the variable LC_ALL, for example to C.UTF-8");
            }
        }
        return line;
    }

    static char[] line(boolean isTyped) throws IOException, PasswordException {
        if (isTyped) {
            throw new PasswordException("the standard output is no terminal, and so what is typed would be seen;"
                    + " nothing was changed. Do not redirect the output, or give the password by '< FILE'");
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return entered(line == null ? null : line.toCharArray(), StandardCharsets.UTF_8);
    }
}
