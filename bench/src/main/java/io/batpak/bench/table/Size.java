package io.batpak.bench.table;

import io.batpak.bench.fixture.Recipe;

/// The prepared journals of the table, by the number of their events.
enum Size {
    TEN_THOUSAND(10_000, false, Figure.AT_10K),
    HUNDRED_THOUSAND(100_000, false, Figure.AT_100K),
    MILLION(1_000_000, false, Figure.AT_1M),
    TEN_MILLION(10_000_000, false, Figure.AT_10M),
    /// Sixteen segments, left by a process that was killed.
    MILLION_KILLED(1_000_000, true, Figure.AT_1M);

    private static final int QUICK_DIVISOR = 10;

    private final long events;
    private final boolean killed;
    private final Figure figure;

    Size(long events, boolean killed, Figure figure) {
        this.events = events;
        this.killed = killed;
        this.figure = figure;
    }

    /// What is built for it; a tenth where nothing is measured.
    Recipe recipe(boolean quick) {
        return new Recipe(quick ? events / QUICK_DIVISOR : events, killed);
    }

    /// The figure of what is measured at this size.
    Figure figure() {
        return figure;
    }
}
