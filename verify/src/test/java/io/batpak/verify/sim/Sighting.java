package io.batpak.verify.sim;

import io.batpak.Journal;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import io.batpak.model.Value;
import java.util.ArrayList;
import java.util.List;

/// One event of a caller as a journal shows it.
///
/// @param number the number in its payload; [#EMPTIED] if a compaction took the payload
record Sighting(Entry entry, long number) {
    static final long EMPTIED = -1;

    /// The entity of the events that the journal itself stores.
    static final String OWN = "batpak:store";

    /// All of them, in commit order.
    static List<Sighting> of(Journal journal) {
        List<Sighting> seen = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            if (!entry.entity().equals(OWN)) {
                seen.add(new Sighting(entry, number(journal, entry)));
            }
        }
        return seen;
    }

    private static long number(Journal journal, Entry entry) {
        if (entry.kind().equals(EventKind.TOMBSTONE)) {
            return EMPTIED;
        }
        return switch (journal.read(entry).value()) {
            case Value.Fields(var fields) when fields.get("n") instanceof Value.Int(long number) -> number;
            default -> throw new LawBrokenException("not the payload of any caller: " + entry);
        };
    }

    /// All that a crash must not change, as one line.
    String line() {
        return entry.sequence() + " " + entry.eventId() + " " + entry.coordinate() + " " + entry.kind() + " "
                + entry.lane() + "/" + entry.clock() + " " + entry.eventHash().hex() + " <- "
                + entry.previousHash().hex() + " n=" + number;
    }
}
