package io.batpak.verify.engine;

import io.batpak.StoreConfig;
import io.batpak.fs.StoreFs;
import io.batpak.model.Durability;
import io.batpak.model.FsyncSchedule;

/// How the store under test works.
enum LoadVariant {
    SHARED,
    REFERENCE,
    STRICT;

    StoreConfig config(StoreFs fs, TickingClock clock) {
        return StoreConfig.on(fs)
                .clock(clock)
                .segmentBytesMax(4_000)
                .syncEveryEvents(7)
                .cooperative(true)
                .fsyncSchedule(this == REFERENCE ? FsyncSchedule.REFERENCE : FsyncSchedule.SHARED)
                .durability(this == STRICT ? Durability.STRICT : Durability.CADENCE)
                .build();
    }
}
