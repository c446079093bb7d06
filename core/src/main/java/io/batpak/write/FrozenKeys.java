package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.format.IdempotencyRow;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is to be written to `index.idemp`, as it was at one moment. Freezing is quick; making the rows takes long
/// enough that nobody should wait for it.
///
/// Any thread, if `visible` may be asked by any.
///
/// @param dropped rows of events that are in no row of the index, oldest first
/// @param keyed the keyed events to write, in commit order
/// @param visible finds the newest event of an id that could be seen
record FrozenKeys(List<IdempotencyRow> dropped, List<Keyed> keyed, Function<EventId, Optional<Entry>> visible) {
    private static final System.Logger LOG = System.getLogger("io.batpak");

    /// One keyed event.
    ///
    /// @param told its extensions, or null if its frame has to tell
    record Keyed(Entry entry, @Nullable Extensions told) {}

    /// The rows of the file. Hidden events are left out; their keys may be used again.
    ///
    /// Reads the frames of those whose extensions nobody knows, at most once each; an event whose frame cannot
    /// be read is left out as well, because its extensions must not be written as none.
    List<IdempotencyRow> rows() {
        List<IdempotencyRow> rows = new ArrayList<>(dropped.size() + keyed.size());
        dropped.forEach(row -> rows.add(row.asEvicted()));
        keyed.forEach(each -> rowOf(each).ifPresent(rows::add));
        return rows;
    }

    private Optional<IdempotencyRow> rowOf(Keyed each) {
        Entry entry = each.entry();
        boolean answers = visible.apply(entry.eventId())
                .filter(newest -> newest.sequence() == entry.sequence())
                .isPresent();
        return answers ? extensions(each).map(found -> rowOf(entry, found)) : Optional.empty();
    }

    private static Optional<Extensions> extensions(Keyed each) {
        Extensions known = each.told();
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(each.entry().extensions());
        } catch (StoreException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the key of " + each.entry().eventId() + " is not written to the file: " + e.getMessage());
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
