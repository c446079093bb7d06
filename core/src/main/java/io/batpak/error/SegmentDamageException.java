package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// A segment holds bytes that no writer of this format leaves behind, not even by a crash. Nothing was
/// changed on disk. The kind tells where: `CORRUPT_SEGMENT` (structure), `CORRUPT_FRAME` (one frame),
/// `CRC_MISMATCH` (checksum).
public final class SegmentDamageException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;
    private static final int NAME_DIGITS = 6;

    private final long segment;
    private final long offset;

    private SegmentDamageException(
            StoreErrorKind kind, long segment, long offset, String message, Map<String, Object> facts) {
        super(kind, message, facts);
        this.segment = segment;
        this.offset = offset;
    }

    /// The structure of a segment is wrong at `offset`.
    public static SegmentDamageException structure(long segment, long offset, String detail) {
        return of(StoreErrorKind.CORRUPT_SEGMENT, segment, offset, detail);
    }

    /// The frame at `offset` is not one that was ever written.
    public static SegmentDamageException frame(long segment, long offset, String detail) {
        return of(StoreErrorKind.CORRUPT_FRAME, segment, offset, detail);
    }

    /// The frame at `offset` does not match its checksum.
    public static SegmentDamageException checksum(long segment, long offset) {
        return of(StoreErrorKind.CRC_MISMATCH, segment, offset, "the frame does not match its checksum");
    }

    private static SegmentDamageException of(StoreErrorKind kind, long segment, long offset, String detail) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("segment", segment);
        if (kind != StoreErrorKind.CORRUPT_SEGMENT) {
            facts.put("offset", offset);
        }
        String message = "segment " + Long.toUnsignedString(segment) + " (" + fileName(segment) + "), offset " + offset
                + ": " + detail;
        return new SegmentDamageException(kind, segment, offset, message, facts);
    }

    /// As `SegmentName` writes it, which this package cannot see.
    private static String fileName(long segment) {
        String digits = Long.toUnsignedString(segment);
        return "0".repeat(Math.max(0, NAME_DIGITS - digits.length())) + digits + ".fbat";
    }

    /// The damaged segment.
    public long segment() {
        return segment;
    }

    /// The byte offset inside its file at which the damage was seen.
    public long offset() {
        return offset;
    }
}
