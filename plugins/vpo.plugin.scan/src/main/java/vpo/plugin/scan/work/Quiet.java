package vpo.plugin.scan.work;

import java.time.Duration;
import java.time.Instant;

import vpo.plugin.scan.media.FileStamp;

/**
 * When a file counts as whole: nobody says so, but who is still writing changes its time or its size.
 *
 * @param settle how long it must have been left alone
 */
record Quiet(Duration settle) {

    /**
     * Whether one look is enough. A time in the future, by a wrong clock or on purpose, says nothing: then a second
     * look is needed.
     */
    boolean at(Instant now, FileStamp stamp) {
        return settle.isZero()
                || !stamp.modified().isAfter(now) && !stamp.modified().plus(settle).isAfter(now);
    }

    /**
     * How much longer the file must be left alone: for the whole time after one in the future. Nothing is added to such a
     * time, which may be the last one that there is.
     */
    Duration missing(Instant now, FileStamp stamp) {
        return stamp.modified().isAfter(now) ? settle : Duration.between(now, stamp.modified().plus(settle));
    }
}
