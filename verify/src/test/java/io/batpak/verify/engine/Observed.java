package io.batpak.verify.engine;

import io.batpak.Journal;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What can be seen of events wherever they lie on disk, as lines of text.
final class Observed {
    private Observed() {}

    /// Every visible event in commit order. Of the store's own events, whose payloads tell how the store was
    /// opened, only the place.
    static List<String> of(Journal journal) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            lines.add(entry.entity().equals("batpak:store") ? place(entry) : place(entry) + whole(journal, entry));
        }
        return lines;
    }

    private static String place(Entry entry) {
        return entry.sequence() + " " + entry.coordinate() + " " + entry.kind() + " " + entry.lane() + "/"
                + entry.depth() + "/" + entry.clock() + " " + entry.wallMillis();
    }

    private static String whole(Journal journal, Entry entry) {
        StoredEvent event = journal.get(entry.eventId());
        return " " + entry.eventId() + " " + entry.correlationId() + " " + entry.causationId() + " "
                + entry.previousHash().hex() + " " + entry.eventHash().hex() + " " + entry.extensions() + " | "
                + event.header() + " " + event.chain() + " " + event.extensions() + " "
                + HexFormat.of().formatHex(event.payload());
    }
}
