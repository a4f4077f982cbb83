package vpo.plugin.scan.work;

import java.util.ArrayList;
import java.util.List;

/** The files that a scan could not read, for people: a few by name, and how many more there are. For one thread. */
final class Unread {
    /** Of a thousand on a broken disk, the log has the names. */
    static final int NAMED = 3;

    private final List<String> named = new ArrayList<>();
    private long others;

    /**
     * One more of them.
     *
     * @param why in a few words
     */
    void add(String file, String why) {
        if (named.size() < NAMED) {
            named.add(file + ": " + why);
        } else {
            others++;
        }
    }

    /** What is to be told, in parts; none if all could be read. */
    List<String> told() {
        List<String> told = new ArrayList<>(named);
        if (others > 0) {
            told.add("and " + RunningScan.counted(others, "more file") + ", which the log names");
        }
        return told;
    }
}
