package io.batpak.cli.bench;

import java.util.Locale;

/// What `batpak bench` measures.
public enum BenchCase {
    /// Single appends in the default configuration.
    APPEND(
            "events",
            "One caller, one event after the other, receipt in hand. A receipt survives the end of the process; the "
                    + "machine's end only after a sync, at the latest 1000 events later."),
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
        return name().toLowerCase(Locale.ROOT);
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
