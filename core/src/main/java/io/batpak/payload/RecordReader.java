package io.batpak.payload;

import io.batpak.msgpack.MessageType;
import org.jspecify.annotations.Nullable;

/// A record that is being read: which field is next.
///
/// A record is stored as a map with its field names, or as an array with all fields in their order. In a map the
/// order does not matter, unknown names are passed over, and a name may come once. Belongs to one thread.
public final class RecordReader {
    private final PayloadReader in;
    private final RecordFields fields;
    private final @Nullable RecordReader outer;
    private final boolean[] seen;
    private final boolean positional;
    private int left;
    private int current = -1;

    RecordReader(PayloadReader in, RecordFields fields, @Nullable RecordReader outer) {
        this.in = in;
        this.fields = fields;
        this.outer = outer;
        seen = new boolean[fields.size()];
        positional = in.message().peekType() == MessageType.ARRAY;
        if (positional) {
            left = in.message().arrayHeader();
            if (left != fields.size()) {
                throw new ShapeSignal(left + " values in a row for " + fields.size() + " fields");
            }
        } else {
            left = in.message().mapHeader();
        }
    }

    /// The index of the next field, whose value must be read before this is called again; -1 behind the last.
    public int next() {
        while (left > 0) {
            left--;
            int index = positional ? current + 1 : named();
            if (index < 0) {
                in.skip();
                continue;
            }
            current = index;
            if (seen[index]) {
                throw new ShapeSignal("the field is there twice");
            }
            seen[index] = true;
            return index;
        }
        for (int index = 0; index < seen.length; index++) {
            if (!seen[index] && !fields.isOptional(index)) {
                current = index;
                throw new ShapeSignal("the field is missing");
            }
        }
        in.leave(outer);
        return -1;
    }

    /// The field whose name is next; nearly always the one behind the field before.
    private int named() {
        int expected = current + 1;
        boolean usual = expected < fields.size() && in.message().tryKey(fields.encodedName(expected));
        return usual ? expected : in.message().keyIndex(fields.keys());
    }

    /// The path of the field that is being read, for messages.
    String path() {
        String own = current < 0 ? "" : fields.name(current);
        String before = outer == null ? "" : outer.path();
        return before.isEmpty() || own.isEmpty() ? before + own : before + "." + own;
    }
}
