package io.batpak.verify.engine;

import io.batpak.fs.StoreFile;
import io.batpak.model.Extensions;
import io.batpak.recovery.Inspected;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.recovery.Surroundings;
import io.batpak.testkit.MemFs;
import io.batpak.time.Clock;
import java.util.List;

/// A directory as an open reads it, without a store, and the files in it.
final class OpenLooks {
    private OpenLooks() {}

    static Restored restored(MemFs fs, boolean writable) {
        return Restore.run(fs, Samples.clock(), writable, position -> Extensions.none());
    }

    static Inspected inspected(MemFs fs, Clock clock) {
        return Restore.inspect(Surroundings.of(fs, clock));
    }

    static String newest(MemFs fs) {
        return segments(fs).getLast();
    }

    /// The names of the segments, ascending.
    static List<String> segments(MemFs fs) {
        return fs.list().stream()
                .filter(name -> name.endsWith(".fbat"))
                .sorted()
                .toList();
    }

    /// A new file with these bytes; neither they nor its name are durable.
    static void put(MemFs fs, String name, byte[] bytes) {
        try (StoreFile file = fs.createNew(name)) {
            file.write(bytes, 0, bytes.length, 0);
        }
    }
}
