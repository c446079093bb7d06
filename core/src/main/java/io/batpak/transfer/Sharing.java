package io.batpak.transfer;

import io.batpak.fs.StoreFs;
import io.batpak.model.CopyPreference;
import io.batpak.model.ForkReport.Strategy;
import io.batpak.transfer.CopyPlan.PlannedFile;

/// Brings finished segments into a fork, each in the best way that the file system has.
final class Sharing {
    private final StoreFs source;
    private final Destination destination;
    private final CopyPreference preference;
    private long bytesLeft;
    private boolean copying;

    /// @param bytes how many bytes there are to share
    Sharing(StoreFs source, Destination destination, CopyPreference preference, long bytes) {
        this.source = source;
        this.destination = destination;
        this.preference = preference;
        this.bytesLeft = bytes;
    }

    /// Brings one file into the fork.
    ///
    /// @throws io.batpak.fs.StoreIoException `INVALID_INPUT` if it is a symbolic link; `STORAGE_FULL`
    Strategy share(PlannedFile file) {
        StoreFs staged = destination.staged();
        String name = file.name();
        Strategy strategy;
        if (preference == CopyPreference.REFLINK_THEN_HARDLINK && source.cloneTo(name, staged, name)) {
            strategy = Strategy.REFLINK;
        } else if (preference != CopyPreference.DEEP_COPY_ONLY && source.linkTo(name, staged, name)) {
            strategy = Strategy.HARDLINK;
        } else {
            strategy = copied(file);
        }
        bytesLeft -= file.length();
        return strategy;
    }

    /// Whoever has to copy one file has to copy the others as well.
    private Strategy copied(PlannedFile file) {
        if (!copying) {
            destination.requireRoom(bytesLeft);
            copying = true;
        }
        source.copyTo(file.name(), file.length(), destination.staged(), file.name());
        return Strategy.DEEP_COPY;
    }
}
