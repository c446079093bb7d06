package io.batpak.verify.plant;

import io.batpak.format.IdempotencyRow;
import io.batpak.fs.StoreFs;
import io.batpak.sidecar.IdempotencyFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the plant [Plant#KEYS_AFTER_DELETION] calls: keeps keys in memory until the segments are gone.
public final class LateKeys {
    private static final Map<StoreFs, List<IdempotencyRow>> KEPT = new ConcurrentHashMap<>();

    private LateKeys() {}

    /// Instead of writing them.
    public static void keep(StoreFs fs, List<IdempotencyRow> rows) {
        KEPT.put(fs, rows);
    }

    /// Writes what was kept for this directory.
    public static void write(StoreFs fs) {
        List<IdempotencyRow> kept = KEPT.remove(fs);
        if (kept != null) {
            IdempotencyFile.write(fs, kept);
        }
    }
}
