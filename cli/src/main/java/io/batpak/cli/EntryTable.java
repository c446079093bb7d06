package io.batpak.cli;

import io.batpak.model.Entry;

/// Index entries as rows.
final class EntryTable {
    private final Table table;

    EntryTable(Output output) {
        table = new Table(output, ">SEQUENCE", "TIME", "KIND", ">LANE", ">CLOCK", "EVENT ID", "ENTITY@SCOPE");
    }

    void row(Entry entry) {
        table.row(
                entry.sequence(),
                Text.time(entry.wallMillis()),
                Text.kind(entry.kind()),
                entry.lane(),
                entry.clock(),
                entry.eventId().hex(),
                Text.place(entry));
    }

    void flush() {
        table.flush();
    }
}
