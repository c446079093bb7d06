package io.batpak.verify.damage;

import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import java.util.Optional;

/// What is known of an acknowledged event, as one line of text.
///
/// @param number the event's own, also in its payload and its correlation id; the rules of compactions look at it
/// @param kind one of the kinds below, it says what may become of the event
record CompactionFacts(Receipt receipt, int kind, int entity, long number) {
    /// Stays whatever happens.
    static final EventKind KEEP = EventKind.of(0xF, 1);
    /// May be dropped by its number.
    static final EventKind DROP = EventKind.of(0xF, 2);
    /// May become a tombstone by its number.
    static final EventKind TOMB = EventKind.of(0xF, 3);
    /// May be dropped when its entity has newer ones.
    static final EventKind LAST = EventKind.of(0xF, 4);
    /// How many newer ones at least.
    static final int LAST_KEPT = 5;
    /// Handed to a fence that is cancelled.
    static final EventKind CANCELLED = EventKind.of(0xF, 5);

    /// Something that a thread does again and again.
    @FunctionalInterface
    interface Work {
        void once() throws Exception;
    }

    String line() {
        FramePosition at = receipt.position();
        return receipt.eventId().hex() + " " + receipt.sequence() + " " + receipt.clock() + " "
                + receipt.contentHash().hex() + " " + at.segment() + " " + at.offset() + " " + at.length() + " " + kind
                + " " + entity + " " + number;
    }

    static CompactionFacts of(String line) {
        String[] parts = line.split(" ", -1);
        Receipt receipt = new Receipt(
                EventId.fromHex(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Hash.fromHex(parts[3]),
                Hash.ZERO,
                Optional.empty(),
                Extensions.none(),
                new FramePosition(Long.parseLong(parts[4]), Long.parseLong(parts[5]), Integer.parseInt(parts[6])));
        return new CompactionFacts(
                receipt, Integer.parseInt(parts[7]), Integer.parseInt(parts[8]), Long.parseLong(parts[9]));
    }

    EventId id() {
        return receipt.eventId();
    }

    boolean isOfKind(EventKind wanted) {
        return kind == wanted.raw();
    }

    String entityName() {
        return "order:" + kind + "-" + entity;
    }

    /// Whether an entry is this event, untouched.
    boolean isWhole(Entry entry) {
        return entry.sequence() == receipt.sequence()
                && entry.clock() == receipt.clock()
                && entry.kind().raw() == kind
                && entry.eventHash().equals(receipt.contentHash())
                && entry.coordinate().entity().equals(entityName())
                && entry.correlationId().low() == number;
    }
}
