package io.batpak.format;

import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;

/// [Struct] for a value that is longer than memory should hold: its fields are read through a window.
final class LongStruct {
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
    LongStruct(String name, int depth, int required, String... keys) {
        this.name = name;
        this.depth = depth;
        this.required = required;
        this.keys = KeyTable.of(keys);
    }

    /// Begins with the value the window stands at.
    void open(MessageWindow window) {
        map = window.next(MessageReader::peekType) != MessageType.ARRAY;
        if (map) {
            left = window.next(MessageReader::mapHeader);
        } else {
            left = (int) Math.min(window.arrayHeader(), keys.size() + 1L);
            if (left > keys.size()) {
                throw new FormatSignal(name + " has more than " + keys.size() + " positional fields");
            }
        }
        index = 0;
        seen = 0;
    }

    /// The index of the next known field, whose value the window then stands at; [Struct#END] behind the last one.
    int next(MessageWindow window) {
        while (left > 0) {
            left--;
            int field = map ? window.next(reader -> reader.keyIndex(keys)) : index++;
            if (field < 0) {
                skip(window);
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
        return Struct.END;
    }

    /// Whether no field follows the one that [#next] returned last.
    boolean isLast() {
        return left == 0;
    }

    /// Passes over the value the window stands at, whatever it is.
    void skip(MessageWindow window) {
        window.next(reader -> {
            reader.skipValue(depth);
            return true;
        });
    }
}
