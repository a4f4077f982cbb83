package vpo.plugin.scan.work;

import java.util.concurrent.atomic.AtomicLong;

import vpo.plugin.scan.library.Summary;

/** Counts along. Written by the scan's own thread, read by any. */
final class Tally {
    final AtomicLong discovered = new AtomicLong();
    final AtomicLong scanned = new AtomicLong();
    final AtomicLong skipped = new AtomicLong();
    final AtomicLong added = new AtomicLong();
    final AtomicLong removed = new AtomicLong();
    final AtomicLong errors = new AtomicLong();

    Summary summary() {
        return new Summary(discovered.get(), scanned.get(), skipped.get(), added.get(), removed.get(), errors.get());
    }
}
