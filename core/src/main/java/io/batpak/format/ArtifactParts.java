package io.batpak.format;

import io.batpak.msgpack.MessageReader;
import java.util.ArrayList;
import java.util.List;

/// Reads what both index artifacts have in common: the names, and the summary that tells how rows are grouped.
///
/// Of the summary only the number of chunks is kept: everything else in it follows from the rows. It still has to
/// be what it should be, since a reader of 0.9.0 refuses it otherwise.
final class ArtifactParts {
    private static final int NAMES_PREALLOCATED_MAX = 1024;
    private static final long U64_MAX = -1L;
    private static final String[] ROUTING = {"entry_count", "chunk_count", "chunks", "entity_runs"};
    private static final String[] CHUNK = {"start", "len", "first_sequence", "last_sequence"};
    private static final String[] RUN = {"entity", "start", "len", "first_sequence", "last_sequence"};

    private ArtifactParts() {}

    /// An array of strings.
    static List<String> names(MessageWindow window) {
        long count = window.arrayHeader();
        if (count > Integer.MAX_VALUE) {
            throw new FormatSignal(count + " names");
        }
        List<String> names = new ArrayList<>((int) Math.min(count, NAMES_PREALLOCATED_MAX));
        for (long i = 0; i < count; i++) {
            names.add(window.next(MessageReader::string));
        }
        return names;
    }

    /// A routing summary inside `depth` containers; returns its number of chunks.
    static long routing(MessageWindow window, int depth) {
        LongStruct fields = new LongStruct("routing", depth + 1, 0b1111, ROUTING);
        long chunks = 0;
        fields.open(window);
        for (int field = fields.next(window); field != Struct.END; field = fields.next(window)) {
            switch (field) {
                case 0 -> window.next(reader -> reader.unsigned(U64_MAX));
                case 1 -> chunks = window.next(reader -> reader.unsigned(U64_MAX));
                case 2 -> structs(window, new Struct("chunk", depth + 3, 0b1111, CHUNK), false);
                default -> structs(window, new Struct("entity run", depth + 3, 0b11111, RUN), true);
            }
        }
        return chunks;
    }

    private static void structs(MessageWindow window, Struct fields, boolean named) {
        long count = window.arrayHeader();
        for (long i = 0; i < count; i++) {
            window.next(reader -> struct(reader, fields, named));
        }
    }

    private static boolean struct(MessageReader reader, Struct fields, boolean named) {
        fields.open(reader);
        for (int field = fields.next(reader); field != Struct.END; field = fields.next(reader)) {
            if (named && field == 0) {
                reader.skipString();
            } else {
                reader.unsigned(U64_MAX);
            }
        }
        return true;
    }
}
