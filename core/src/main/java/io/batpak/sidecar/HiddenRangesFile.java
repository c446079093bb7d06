package io.batpak.sidecar;

import io.batpak.error.HiddenRangesException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.SequenceRanges;
import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.index.HiddenRanges;
import io.batpak.index.IndexWriter;
import java.util.HashMap;
import java.util.Map;

/// `visibility_ranges.fbv`: what cancelled fences hide. Damage is never passed over, because nobody could tell
/// what must not be shown.
public final class HiddenRangesFile {
    /// Its name.
    public static final String NAME = "visibility_ranges.fbv";

    private static final int BYTES_MAX = 64 << 20;

    private HiddenRangesFile() {}

    /// Reads the file, which must be there.
    ///
    /// @throws HiddenRangesException if it is damaged, of a later version, or longer than 64 MiB
    /// @throws io.batpak.fs.StoreIoException if it is missing or cannot be read
    public static VisibilityRanges read(StoreFs fs) {
        byte[] bytes;
        try (StoreFile file = fs.openReadOnly(NAME)) {
            if (file.length() > BYTES_MAX) {
                throw HiddenRangesException.corrupt(
                        NAME, "DecodeFailed", "it has " + file.length() + " bytes, more than any fence leaves");
            }
            bytes = new byte[(int) file.length()];
            file.readFully(bytes, 0, bytes.length, 0);
        }
        return switch (VisibilityRanges.decode(bytes)) {
            case Decoded.Ok<VisibilityRanges>(VisibilityRanges decoded) -> decoded;
            case Decoded.Damaged<VisibilityRanges>(Damage damage) -> throw refused(bytes, damage);
        };
    }

    private static HiddenRangesException refused(byte[] bytes, Damage damage) {
        if (damage.reason() == Damage.Reason.RANGES_TOO_NEW) {
            return HiddenRangesException.tooNew(NAME, VisibilityRanges.version(bytes), VisibilityRanges.VERSION_MAX);
        }
        String reason = switch (damage.reason()) {
            case RANGES_SHORT -> "TooShort";
            case RANGES_MAGIC -> "BadMagic";
            case RANGES_VERSION -> "UnsupportedVersion";
            case RANGES_CRC -> "CrcMismatch";
            case RANGES_MALFORMED -> "MalformedEntries";
            default -> "DecodeFailed";
        };
        return HiddenRangesException.corrupt(NAME, reason, damage.detail());
    }

    /// Makes the file say exactly this, durably; while nothing is hidden there is no file. See
    /// [AtomicFile] for what a failure leaves.
    ///
    /// @return length of the file, bytes; 0 when there is none
    /// @throws io.batpak.fs.StoreIoException what the disk said
    public static long write(StoreFs fs, VisibilityRanges ranges) {
        if (ranges.isEmpty()) {
            AtomicFile.remove(fs, NAME);
            return 0;
        }
        byte[] bytes = ranges.encode();
        AtomicFile.write(fs, NAME, bytes);
        return bytes.length;
    }

    /// Makes readers of the index skip what the ranges hide. Call it before the rows concerned are published.
    public static void hide(VisibilityRanges ranges, IndexWriter index) {
        Map<Long, HiddenRanges> lanes = new HashMap<>();
        ranges.lanes().forEach((lane, hidden) -> lanes.put(lane, hidden(hidden)));
        index.hide(hidden(ranges.global()), lanes);
    }

    private static HiddenRanges hidden(SequenceRanges ranges) {
        long[] starts = new long[ranges.count()];
        long[] ends = new long[ranges.count()];
        for (int i = 0; i < ranges.count(); i++) {
            starts[i] = ranges.start(i);
            ends[i] = ranges.end(i);
        }
        return HiddenRanges.of(starts, ends);
    }
}
