package io.batpak;

import io.batpak.error.StoreException;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.model.RecoveryState;
import io.batpak.recovery.Inspected;
import io.batpak.recovery.Restore;
import io.batpak.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// Looks at a directory as an open would, without taking its lock.
final class Inspection {
    private Inspection() {}

    static RecoveryState of(StoreConfig config) {
        StoreFs fs = config.fs();
        Map<String, Long> before;
        try {
            before = lengths(fs);
        } catch (StoreIoException e) {
            return e.ioKind() == IoKind.NOT_FOUND ? new RecoveryState.Absent() : new RecoveryState.Refused(e);
        }
        try {
            Inspected found = Restore.inspect(config.surroundings(Clock.neverBackwards(config.clock()), false));
            boolean changing = !before.equals(lengths(fs));
            return new RecoveryState.Openable(found.nextSequence(), found.segmentCount(), found.report(), changing);
        } catch (StoreException e) {
            return stoodStill(fs, before)
                    ? new RecoveryState.Refused(e)
                    : new RecoveryState.Changing(String.valueOf(e.getMessage()));
        }
    }

    private static boolean stoodStill(StoreFs fs, Map<String, Long> before) {
        try {
            return before.equals(lengths(fs));
        } catch (StoreIoException gone) {
            return false; // the directory itself went away
        }
    }

    /// The length of every file; one that vanishes meanwhile is left out.
    private static Map<String, Long> lengths(StoreFs fs) {
        Map<String, Long> lengths = new HashMap<>();
        for (String name : fs.list()) {
            fs.facts(name).map(FileFacts::length).ifPresent(length -> lengths.put(name, length));
        }
        return lengths;
    }
}
