package io.batpak.verify.damage;

import io.batpak.Journal;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What the tests of damage share: how much to do, and an event as one line of text.
public final class Depth {
    private Depth() {}

    /// Whether every case is to be tried, not a sample.
    public static boolean isFull() {
        return System.getProperty("batpak.depth", "").equals("full");
    }

    /// Everything a reader can see, one line per event in commit order: read from its frame, not from the
    /// index.
    public static List<String> everything(Journal journal) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            StoredEvent event = journal.get(entry.eventId());
            lines.add(entry.sequence() + " " + entry.position() + " " + entry.correlationId() + " "
                    + entry.causationId() + " " + entry.kind() + " " + entry.coordinate() + " " + entry.lane() + "/"
                    + entry.depth() + "/" + entry.clock() + "/" + entry.wallMillis() + " "
                    + entry.previousHash().hex()
                    + " " + entry.eventHash().hex() + " " + entry.extensions() + " | " + event.sequence() + " "
                    + event.coordinate() + " " + event.header() + " " + event.chain() + " " + event.extensions() + " "
                    + HexFormat.of().formatHex(event.payload()));
        }
        return lines;
    }
}
