package io.batpak.write;

import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.format.IdempotencyRow;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be written to `index.idemp`, as it was at one moment. Freezing is quick; making the rows takes long
/// enough that nobody should wait for it.
///
/// Any thread, if `source` may be asked by any.
///
/// @param dropped rows of events that are in no row of the index, oldest first
/// @param keyed index rows of the keyed events to write, in commit order
/// @param told extensions by index row, as far as they are known; the frames tell the others
/// @param source the index at that moment
record FrozenKeys(
        List<IdempotencyRow> dropped, List<Integer> keyed, Map<Integer, Extensions> told, FrozenKeys.Source source) {
    private static final System.Logger LOG = System.getLogger("io.batpak");

    /// What is asked of the index.
    interface Source {
        /// The event in a row.
        Entry entry(int row);

        /// The newest event of an id that could be seen.
        Optional<Entry> find(EventId id);
    }

    /// The rows of the file. Hidden events are left out; their keys may be used again.
    ///
    /// Reads the frames of those whose extensions nobody knows, at most once each; an event whose frame cannot
    /// be read is left out as well, because its extensions must not be written as none.
    List<IdempotencyRow> rows() {
        List<IdempotencyRow> rows = new ArrayList<>(dropped.size() + keyed.size());
        dropped.forEach(row -> rows.add(row.asEvicted()));
        keyed.forEach(row -> rowOf(row, false).ifPresent(rows::add));
        return rows;
    }

    /// The rows of events that are about to go: nothing else will tell of their keys. One whose frame is damaged is
    /// left out, as the event was lost before.
    ///
    /// @throws StoreException what the disk said where it did not give a frame that it may give another time
    List<IdempotencyRow> rowsOfLeaving() {
        List<IdempotencyRow> rows = new ArrayList<>(keyed.size());
        keyed.forEach(row -> rowOf(row, true).ifPresent(rows::add));
        return rows;
    }

    private Optional<IdempotencyRow> rowOf(int row, boolean leaving) {
        Entry entry = source.entry(row);
        boolean answers = source.find(entry.eventId())
                .filter(newest -> newest.sequence() == entry.sequence())
                .isPresent();
        return answers ? extensions(row, entry, leaving).map(found -> rowOf(entry, found)) : Optional.empty();
    }

    private Optional<Extensions> extensions(int row, Entry entry, boolean leaving) {
        Extensions known = told.get(row);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(entry.extensions());
        } catch (StoreException e) {
            if (leaving && !(e instanceof SegmentDamageException)) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the key of " + entry.eventId() + " is not written to the file: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static IdempotencyRow rowOf(Entry entry, Extensions extensions) {
        return new IdempotencyRow(
                IdempotencyKey.of(entry.eventId()),
                entry.eventId(),
                entry.sequence(),
                entry.position(),
                entry.eventHash(),
                entry.previousHash(),
                entry.coordinate(),
                entry.kind(),
                entry.sequence(),
                false,
                extensions);
    }
}
