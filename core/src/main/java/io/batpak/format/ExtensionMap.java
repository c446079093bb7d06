package io.batpak.format;

import io.batpak.model.Bytes;
import io.batpak.model.Extensions;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/// Receipt extensions as index files hold them: `{str: [n]}`, keys ascending.
final class ExtensionMap {
    private ExtensionMap() {}

    static void write(Extensions extensions, MessageWriter out) {
        out.mapHeader(extensions.size());
        extensions.asMap().forEach((key, value) -> {
            out.string(key);
            out.intArray(value.toByteArray(), 0, value.length());
        });
    }

    /// Leaves the map alone in `scratch`; returns its length, 0 for the empty map, of which nothing is left.
    static int encode(Extensions extensions, MessageWriter scratch) {
        scratch.reset();
        if (!extensions.isEmpty()) {
            write(extensions, scratch);
        }
        return scratch.length();
    }

    /// Of a key that is there twice the last value counts, as in every map of the format.
    static Extensions read(MessageReader reader) {
        int count = reader.mapHeader();
        if (count == 0) {
            return Extensions.none();
        }
        SortedMap<String, Bytes> stored = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            stored.put(reader.string(), Bytes.of(reader.intArray()));
        }
        return Extensions.stored(stored);
    }
}
