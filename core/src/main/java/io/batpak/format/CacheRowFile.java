package io.batpak.format;

import io.batpak.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/// A row of a projection cache as 0.9.0 keeps it in a file of its own: a value, and a trailer behind it.
///
/// ```
/// 0        n               n+8                n+16                  n+24                   n+32        n+40
/// | value  | watermark u64 | cached_at_us i64 | cached_at_mono i64  | process_boot_ns u64  | magic u64 |
/// ```
///
/// All numbers are little-endian. Old files end behind `cached_at_us`. There is no checksum. Pure; any thread.
/// Bytes: docs/formats/projection-cache.md
///
/// @param value what was stored
/// @param watermark up to which sequence it counts
/// @param cachedAtMicros when it was stored, microseconds since 1970
/// @param monotonicNanos the same by a monotonic clock; empty in old files
/// @param bootNanos when the process that stored it began, nanoseconds since 1970; empty in old files
public record CacheRowFile(
        Bytes value, long watermark, long cachedAtMicros, OptionalLong monotonicNanos, OptionalLong bootNanos) {
    /// Length of the trailer of new files.
    public static final int TRAILER_BYTES = 40;

    /// Length of the trailer of old files, the least that a file can have.
    public static final int OLD_TRAILER_BYTES = 16;

    private static final int CACHED_AT = 8;
    private static final int MONOTONIC_AT = 16;
    private static final int BOOT_AT = 24;
    private static final int MAGIC_AT = 32;
    private static final long MAGIC = 0xCACB_CCCD_CECF_D0D1L;

    /// The bytes of a new file; times that are not there are 0.
    public byte[] toBytes() {
        byte[] file = new byte[value.length() + TRAILER_BYTES];
        value.write(file, 0);
        ByteBuffer.wrap(file, value.length(), TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(watermark)
                .putLong(cachedAtMicros)
                .putLong(monotonicNanos.orElse(0))
                .putLong(bootNanos.orElse(0))
                .putLong(MAGIC);
        return file;
    }

    /// The row in a file; empty if the file is too short for one. Whatever does not end like a new file is taken
    /// for an old one, as 0.9.0 does.
    public static Optional<CacheRowFile> fromBytes(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = file.length - TRAILER_BYTES;
        if (at >= 0 && in.getLong(at + MAGIC_AT) == MAGIC) {
            return Optional.of(new CacheRowFile(
                    Bytes.of(file, 0, at),
                    in.getLong(at),
                    in.getLong(at + CACHED_AT),
                    OptionalLong.of(in.getLong(at + MONOTONIC_AT)),
                    OptionalLong.of(in.getLong(at + BOOT_AT))));
        }
        int old = file.length - OLD_TRAILER_BYTES;
        return old < 0
                ? Optional.empty()
                : Optional.of(new CacheRowFile(
                        Bytes.of(file, 0, old),
                        in.getLong(old),
                        in.getLong(old + CACHED_AT),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
    }
}
