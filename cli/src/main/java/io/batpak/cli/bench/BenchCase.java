package io.batpak.cli.bench;

import java.util.Locale;

/// What `batpak bench` measures.
public enum BenchCase {
    /// Single appends in the default configuration.
    APPEND(
            "events",
            "One caller, one event after the other, receipt in hand. A receipt survives the end of the process; the "
                    + "machine's end only after a sync, at the latest 1000 events later."),
    /// Appends that wait for a sync, one caller.
    STRICT(
            "events",
            "One caller whose every receipt means that the event is on the disk. It cannot be faster than the disk's "
                    + "syncs: 1.0 x fdatasync is all there is."),
    /// Appends that wait for a sync, many callers.
    STRICT_64(
            "events",
            "The same with 64 virtual threads that call at once: they share syncs and exceed fdatasync many times."),
    /// Point reads.
    GET("events", "One event by its id, at random, payload decoded; the files are in the system's cache."),
    /// The verified scan of all events.
    SCAN("MB", "Every frame read, its checksum and hash proved, its link followed; on one thread."),
    /// Opening.
    OPEN("MB", "Opening the closed journal for reading: its index is built anew from the footers of the segments.");

    private final String unit;
    private final String meaning;

    BenchCase(String unit, String meaning) {
        this.unit = unit;
        this.meaning = meaning;
    }

    /// Its name on the command line.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What is counted per second: `events`, or `MB` of 10^6 bytes of files.
    public String unit() {
        return unit;
    }

    /// What the figure says, in one or two sentences.
    public String meaning() {
        return meaning;
    }

    /// Whether it reads from a journal that was filled before.
    boolean reads() {
        return this == GET || this == SCAN || this == OPEN;
    }
}
