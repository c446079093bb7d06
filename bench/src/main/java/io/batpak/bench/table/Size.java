package io.batpak.bench.table;

import io.batpak.bench.fixture.Recipe;

/// The prepared journals of the table, by the number of their events.
enum Size {
    TEN_THOUSAND(10_000, false, Figure.AT_10K),
    HUNDRED_THOUSAND(100_000, false, Figure.AT_100K),
    MILLION(1_000_000, false, Figure.AT_1M),
    TEN_MILLION(10_000_000, false, Figure.AT_10M),
    /// Sixteen segments, left by a process that was killed.
    MILLION_KILLED(1_000_000, true, Figure.AT_1M),
    /// 0.6 GB in segments of 64 MiB, which are copied or put together.
    PARTS(700_000, 64L << 20, Figure.MILLIS),
    /// 4 GB of the same.
    LARGE_PARTS(4_700_000, 64L << 20, Figure.MILLIS);

    private static final int QUICK_DIVISOR = 10;
    private static final long MEBIBYTE = 1 << 20;

    private final long events;
    private final boolean killed;
    private final long segmentBytes;
    private final Figure figure;

    Size(long events, boolean killed, Figure figure) {
        this.events = events;
        this.killed = killed;
        this.segmentBytes = 0;
        this.figure = figure;
    }

    Size(long events, long segmentBytes, Figure figure) {
        this.events = events;
        this.killed = false;
        this.segmentBytes = segmentBytes;
        this.figure = figure;
    }

    /// What is built for it; a tenth where nothing is measured.
    Recipe recipe(boolean quick) {
        int divisor = quick ? QUICK_DIVISOR : 1;
        long parts = segmentBytes / MEBIBYTE / divisor * MEBIBYTE;
        return new Recipe(events / divisor, killed, parts);
    }

    /// The figure of what is measured at this size.
    Figure figure() {
        return figure;
    }
}
