package io.batpak.guard;

import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageReader;

/// Walks the known fields of a map, all of which must be there, each once. One thread at a time.
final class Fields {
    /// Answer of [#next] behind the last field.
    static final int END = -1;

    /// More than the deepest map of a denial has around it; unknown values inside are only passed over.
    private static final int DEPTH = 8;

    private final MessageReader reader;
    private final KeyTable keys;
    private int left;
    private int seen;

    /// Begins with the map the reader stands at.
    Fields(MessageReader reader, KeyTable keys) {
        this.reader = reader;
        this.keys = keys;
        this.left = reader.mapHeader();
    }

    /// The index of the next known field, whose value the reader then stands at; [#END] behind the last one.
    int next() {
        while (left > 0) {
            left--;
            int field = reader.keyIndex(keys);
            if (field < 0) {
                reader.skipValue(DEPTH);
                continue;
            }
            if ((seen & 1 << field) != 0) {
                throw DenialCodec.otherShape("a second " + keys.name(field), reader);
            }
            seen |= 1 << field;
            return field;
        }
        int missing = ~seen & (1 << keys.size()) - 1;
        if (missing != 0) {
            throw DenialCodec.otherShape("no " + keys.name(Integer.numberOfTrailingZeros(missing)), reader);
        }
        return END;
    }
}
