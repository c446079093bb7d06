package io.batpak;

import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.index.Index;
import io.batpak.model.Entry;
import io.batpak.model.Receipt;
import io.batpak.segment.SegmentBirth;
import io.batpak.segment.SegmentName;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.ReceiptVerifier;
import java.util.Optional;
import java.util.OptionalLong;

/// Verifies receipts that tell a place in a segment, in a directory where segments may have moved since.
///
/// Any thread.
///
/// @param fs the directory
/// @param index answers for it
/// @param keys what receipts are signed with
record PlacedReceipts(StoreFs fs, Index index, KeyRing keys) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// The verdict on a receipt.
    ///
    /// @param committed the event with its id
    /// @throws StoreIoException if the segment it tells of cannot be read
    ReceiptVerdict verify(Receipt receipt, Optional<Entry> committed) {
        return ReceiptVerifier.verify(receipt, committed, keys, segment -> keepsPlaces(segment, committed));
    }

    /// The same for the receipt of a denial.
    ReceiptVerdict verifyDenial(Receipt receipt, Optional<Entry> committed) {
        return ReceiptVerifier.verifyDenial(receipt, committed, keys, segment -> keepsPlaces(segment, committed));
    }

    /// A place in a segment that a compaction has taken away, or put into the place of another, tells nothing. A
    /// segment that is younger than the event is not the one the event was written to.
    private boolean keepsPlaces(long segment, Optional<Entry> committed) {
        String name = SegmentName.of(segment).fileName();
        if (!index.keepsPlaces(segment) || fs.facts(name).isEmpty()) {
            return false;
        }
        OptionalLong born = SegmentBirth.nanos(fs, name);
        long millis = committed.map(Entry::wallMillis).orElse(Long.MAX_VALUE);
        return born.isPresent() && born.getAsLong() / NANOS_PER_MILLI <= millis;
    }
}
