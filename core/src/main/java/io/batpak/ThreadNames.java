package io.batpak;

import io.batpak.fs.StoreFs;
import java.nio.charset.StandardCharsets;

/// Names of background threads, as batpak 0.9.0 makes them: a prefix and a hash of the directory.
final class ThreadNames {
    private static final long FNV_BASIS = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    private ThreadNames() {}

    /// The name of a thread that works for the journal in this directory.
    static String of(String prefix, StoreFs fs) {
        return prefix + "-" + suffix(fs.directory());
    }

    /// FNV-1a, 64 bits, of the directory's path, in lower-case hex, at least 8 digits.
    static String suffix(String directory) {
        long hash = FNV_BASIS;
        for (byte each : directory.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xFF)) * FNV_PRIME;
        }
        String digits = Long.toHexString(hash);
        return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
    }
}
