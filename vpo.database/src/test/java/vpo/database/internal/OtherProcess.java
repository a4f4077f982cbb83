package vpo.database.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.sqlite.SQLiteConfig;

/** Another process that runs statements on a database and keeps its connection open until it is ended. */
final class OtherProcess implements AutoCloseable {
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    /** Starts it and waits until the statements are done. */
    static OtherProcess running(Path database, String... statements) {
        List<String> arguments = new ArrayList<>(List.of(database.toString()));
        arguments.addAll(List.of(statements));
        OtherProcess other = new OtherProcess(java(OtherProcess.class, arguments));
        String answer = other.line();
        if (!"done".equals(answer)) {
            other.process.destroyForcibly();
            throw new IllegalStateException("the other process said: " + answer);
        }
        return other;
    }

    static Process java(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                        System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it without giving SQLite a chance to tidy up. */
    void crash() {
        process.destroyForcibly();
        await();
    }

    /** Lets it close its connection; an open transaction is undone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await();
    }

    private String line() {
        try {
            BufferedReader reader = process.inputReader();
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The other process itself. */
    public static void main(String[] arguments) throws Exception {
        new NativeLibrary(Path.of("target", "native")).load();
        try (Connection connection = new SqliteFile(Path.of(arguments[0])).open(new SQLiteConfig());
                Statement statement = connection.createStatement()) {
            for (int i = 1; i < arguments.length; i++) {
                statement.execute(arguments[i]);
            }
            System.out.println("done");
            while (System.in.read() >= 0) {
                // Until the parent closes the pipe.
            }
        }
    }
}
