package io.batpak.format;

import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;

/// Walks the fields of one MessagePack struct the lenient way readers of the format have to.
///
/// Fields come as a map with keys in any order (names, or indexes of the declaration order; unknown ones are
/// skipped, repeated ones refused), or by position as an array. Reusable and not thread-safe. Damage inside a
/// codec travels as [FormatSignal] and leaves it as a [Damage].
final class Struct {

    /// Answer of [#next] behind the last field.
    static final int END = -1;

    private static final int UNKNOWN = -1;

    private final String name;
    private final int depth;
    private final int required;
    private final KeyTable keys;
    private boolean map;
    private int left;
    private int index;
    private int seen;

    /// @param name what the struct is called in findings
    /// @param depth containers around a field, this struct included
    /// @param required bit set of the fields that must be there
    /// @param keys names in the order of declaration, at most 31
    Struct(String name, int depth, int required, String... keys) {
        this.name = name;
        this.depth = depth;
        this.required = required;
        this.keys = KeyTable.of(keys);
    }

    /// Begins with the value the reader stands at.
    void open(MessageReader reader) {
        map = reader.peekType() != MessageType.ARRAY;
        left = map ? reader.mapHeader() : reader.arrayHeader();
        if (!map && left > keys.size()) {
            throw new FormatSignal(name + " has " + left + " positional fields instead of " + keys.size());
        }
        index = 0;
        seen = 0;
    }

    /// The index of the next known field, whose value the reader then stands at; [#END] behind the last one.
    int next(MessageReader reader) {
        while (left > 0) {
            left--;
            int field = map ? reader.keyIndex(keys) : index++;
            if (field == UNKNOWN) {
                reader.skipValue(depth);
                continue;
            }
            if ((seen & 1 << field) != 0) {
                throw new FormatSignal(name + " repeats " + keys.name(field));
            }
            seen |= 1 << field;
            return field;
        }
        int missing = required & ~seen;
        if (missing != 0) {
            throw new FormatSignal(name + " lacks " + keys.name(Integer.numberOfTrailingZeros(missing)));
        }
        return END;
    }
}
