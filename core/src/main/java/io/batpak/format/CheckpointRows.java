package io.batpak.format;

import io.batpak.hash.Hash256;
import io.batpak.model.Extensions;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// The entries of `index.ckpt`, read one after the other through a window. Layout: [Checkpoint].
final class CheckpointRows implements ArtifactRows {
    static final String[] NAMES = {
        "event_id",
        "correlation_id",
        "causation_id",
        "entity_id",
        "scope_id",
        "kind",
        "wall_ms",
        "clock",
        "dag_lane",
        "dag_depth",
        "prev_hash",
        "event_hash",
        "segment_id",
        "offset",
        "length",
        "global_sequence",
        "receipt_extensions"
    };
    static final int EVENT_ID = 0;
    static final int CORRELATION = 1;
    static final int CAUSATION = 2;
    static final int ENTITY = 3;
    static final int SCOPE = 4;
    static final int KIND = 5;
    static final int WALL_MILLIS = 6;
    static final int CLOCK = 7;
    static final int LANE = 8;
    static final int DEPTH = 9;
    static final int PREVIOUS_HASH = 10;
    static final int EVENT_HASH = 11;
    static final int SEGMENT = 12;
    static final int OFFSET = 13;
    static final int LENGTH = 14;
    static final int SEQUENCE = 15;
    static final int EXTENSIONS = 16;

    private static final int DEPTH_OF_ENTRY = 3; // the body, its entries, the entry
    private static final int BEFORE_FIRST = -1;
    private static final int OPTIONAL = 1 << CAUSATION | 1 << EXTENSIONS;
    private static final long U16_MAX = 0xFFFFL;
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long U64_MAX = -1L;

    private final ByteSource file;
    private final long start;
    private final long end;
    private final List<String> strings;
    private final int[] fieldOf;
    private final Struct fields;
    private final Function<MessageReader, Boolean> readEntry = this::read;
    private MessageWindow window;
    private final int count;
    private boolean checked;
    private int at = BEFORE_FIRST;
    private final long[] numbers = new long[NAMES.length];
    private final long[] ids = new long[6];
    private final byte[] previousHash = new byte[Hash256.BYTES];
    private final byte[] eventHash = new byte[Hash256.BYTES];
    private Extensions extensions = Extensions.none();

    /// @param start offset of the array of entries
    /// @param end offset of the end of the file
    CheckpointRows(ByteSource file, long start, long end, int version, List<String> strings) {
        this.file = file;
        this.start = start;
        this.end = end;
        this.strings = strings;
        this.fieldOf = fieldsOf(version);
        String[] names = new String[fieldOf.length];
        int required = 0;
        for (int i = 0; i < names.length; i++) {
            names[i] = NAMES[fieldOf[i]];
            required |= (OPTIONAL & 1 << fieldOf[i]) == 0 ? 1 << i : 0;
        }
        this.fields = new Struct("entry", DEPTH_OF_ENTRY, required, names);
        this.window = new MessageWindow(file, start, end, IdempotencyTable.rowBytesMax());
        long announced = window.arrayHeader();
        if (announced > Integer.MAX_VALUE) {
            throw new FormatSignal(announced + " entries");
        }
        this.count = (int) announced;
    }

    /// Version 3 knew no lanes, version 5 no extensions.
    private static int[] fieldsOf(int version) {
        int[] known = new int[NAMES.length];
        int size = 0;
        for (int field = 0; field < NAMES.length; field++) {
            boolean lane = field == LANE || field == DEPTH;
            if (!(version < Checkpoint.LANES_SINCE && lane)
                    && !(version < Checkpoint.EXTENSIONS_SINCE && field == EXTENSIONS)) {
                known[size++] = field;
            }
        }
        return Arrays.copyOf(known, size);
    }

    /// From now on a row that cannot be read means that the file has changed.
    void checked() {
        checked = true;
    }

    /// Offset in the file of the first byte that was not read yet.
    long readUpTo() {
        return window.at();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void moveTo(int row) {
        Objects.checkIndex(row, count);
        try {
            if (row < at) {
                window = new MessageWindow(file, start, end, IdempotencyTable.rowBytesMax());
                window.arrayHeader();
                at = BEFORE_FIRST;
            }
            while (at < row) {
                window.next(readEntry);
                at++;
            }
        } catch (MessageFormatException | FormatSignal e) {
            if (checked) {
                throw new IllegalStateException("the checkpoint has changed since it was checked", e);
            }
            throw e;
        }
    }

    private boolean read(MessageReader reader) {
        numbers[LANE] = 0;
        numbers[DEPTH] = 0;
        ids[CAUSATION * 2] = 0;
        ids[CAUSATION * 2 + 1] = 0;
        extensions = Extensions.none();
        fields.open(reader);
        for (int next = fields.next(reader); next != Struct.END; next = fields.next(reader)) {
            int field = fieldOf[next];
            switch (field) {
                case EVENT_ID, CORRELATION -> id(reader, field);
                case CAUSATION -> {
                    if (!reader.tryNil()) {
                        id(reader, CAUSATION);
                    }
                }
                case PREVIOUS_HASH -> reader.intArrayExactly(previousHash, 0, Hash256.BYTES);
                case EVENT_HASH -> reader.intArrayExactly(eventHash, 0, Hash256.BYTES);
                case EXTENSIONS -> extensions = ExtensionMap.read(reader);
                case KIND -> numbers[KIND] = reader.unsigned(U16_MAX);
                case ENTITY, SCOPE, CLOCK, LANE, DEPTH, LENGTH -> numbers[field] = reader.unsigned(U32_MAX);
                default -> numbers[field] = reader.unsigned(U64_MAX);
            }
        }
        return true;
    }

    private void id(MessageReader reader, int field) {
        reader.id();
        ids[field * 2] = reader.idHigh();
        ids[field * 2 + 1] = reader.idLow();
    }

    @Override
    public int entityNumber() {
        return (int) numbers[ENTITY];
    }

    @Override
    public int entityNumbers() {
        return strings.size();
    }

    @Override
    public String entity() {
        return strings.get(entityNumber());
    }

    @Override
    public int scopeNumber() {
        return (int) numbers[SCOPE];
    }

    @Override
    public int scopeNumbers() {
        return strings.size();
    }

    @Override
    public String scope() {
        return strings.get(scopeNumber());
    }

    @Override
    public long idHigh() {
        return ids[EVENT_ID * 2];
    }

    @Override
    public long idLow() {
        return ids[EVENT_ID * 2 + 1];
    }

    @Override
    public int kind() {
        return (int) numbers[KIND];
    }

    @Override
    public long wallMillis() {
        return numbers[WALL_MILLIS];
    }

    @Override
    public int clock() {
        return (int) numbers[CLOCK];
    }

    @Override
    public int lane() {
        return (int) numbers[LANE];
    }

    @Override
    public int depth() {
        return (int) numbers[DEPTH];
    }

    @Override
    public long sequence() {
        return numbers[SEQUENCE];
    }

    @Override
    public long segment() {
        return numbers[SEGMENT];
    }

    @Override
    public long frameOffset() {
        return numbers[OFFSET];
    }

    @Override
    public int frameLength() {
        return (int) numbers[LENGTH];
    }

    @Override
    public void previousHash(byte[] target, int offset) {
        System.arraycopy(previousHash, 0, target, offset, Hash256.BYTES);
    }

    @Override
    public void eventHash(byte[] target, int offset) {
        System.arraycopy(eventHash, 0, target, offset, Hash256.BYTES);
    }

    @Override
    public long correlationHigh() {
        return ids[CORRELATION * 2];
    }

    @Override
    public long correlationLow() {
        return ids[CORRELATION * 2 + 1];
    }

    @Override
    public long causationHigh() {
        return ids[CAUSATION * 2];
    }

    @Override
    public long causationLow() {
        return ids[CAUSATION * 2 + 1];
    }

    @Override
    public Extensions extensions() {
        return extensions;
    }
}
