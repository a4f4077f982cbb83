package vpo.launcher.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a new password comes from. */
final class PasswordPrompt {
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
        return console != null && console.isTerminal() ? twice(console) : line();
    }

    private static char[] twice(Console console) throws PasswordException {
        char[] first = entered(console.readPassword("New password: "));
        char[] second = entered(console.readPassword("The same again: "));
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

    private static char[] entered(char[] line) throws PasswordException {
        if (line == null) {
            throw new PasswordException("no password was entered; nothing was changed");
        }
        return line;
    }

    private static char[] line() throws IOException, PasswordException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return entered(line == null ? null : line.toCharArray());
    }
}
