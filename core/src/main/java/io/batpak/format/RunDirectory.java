package io.batpak.format;

import static io.batpak.format.RunLayout.COLUMNS_AT;
import static io.batpak.format.RunLayout.COLUMN_BYTES;
import static io.batpak.format.RunLayout.CRC_AT;
import static io.batpak.format.RunLayout.DIRECTORY_BYTES;
import static io.batpak.format.RunLayout.HEAD_BYTES;
import static io.batpak.format.RunLayout.LENGTHS_AT;
import static io.batpak.format.RunLayout.ROWS_AT;

import io.batpak.fs.Mapping;
import io.batpak.hash.RunningCrc32;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The directory of an index run: where each section lies, checked against the file and against each other.
final class RunDirectory {
    private static final int TABLE_BYTES_MAX = 1 << 30;

    final RunBytes bytes;
    final int rows;

    private final byte[] directory;
    private final long[] offsets;

    private RunDirectory(RunBytes bytes, byte[] directory, long[] offsets) {
        this.bytes = bytes;
        this.directory = directory;
        this.offsets = offsets;
        this.rows = (int) SidxLayout.u32(directory, ROWS_AT);
    }

    /// Checks, in order: length, magic, version, geometry, checksum of the directory, counts.
    static Decoded<RunDirectory> open(String name, Mapping mapping) {
        long length = mapping.length();
        byte[] head = new byte[HEAD_BYTES];
        Damage damage = head(mapping, head);
        if (damage != null) {
            return new Decoded.Damaged<>(damage);
        }
        byte[] directory = new byte[DIRECTORY_BYTES];
        mapping.copy(length - DIRECTORY_BYTES, directory, 0, DIRECTORY_BYTES);
        long[] offsets = offsets(directory, length);
        long covered = offsets[RunSection.COUNT];
        long tableBytes = RunLayout.blocks(covered) * Integer.BYTES;
        if (covered < 0 || tableBytes > TABLE_BYTES_MAX || covered + tableBytes + DIRECTORY_BYTES != length) {
            return geometry("the sections of the directory do not fill the file of " + length + " bytes");
        }
        byte[] table = new byte[(int) tableBytes];
        mapping.copy(covered, table, 0, table.length);
        RunningCrc32 crc = new RunningCrc32();
        crc.update(head, 0, HEAD_BYTES);
        crc.update(table, 0, table.length);
        crc.update(directory, 0, CRC_AT);
        if (crc.value() != (int) SidxLayout.u32(directory, CRC_AT)) {
            return new Decoded.Damaged<>(new Damage(
                    Damage.Reason.RUN_DIRECTORY_CRC,
                    "the checksum of the directory does not match",
                    length - DIRECTORY_BYTES + CRC_AT));
        }
        int[] crcs = new int[table.length / Integer.BYTES];
        Arrays.setAll(crcs, block -> (int) SidxLayout.u32(table, block * Integer.BYTES));
        RunDirectory opened = new RunDirectory(new RunBytes(name, mapping, covered, crcs), directory, offsets);
        String contradiction = opened.contradiction();
        return contradiction == null ? new Decoded.Ok<>(opened) : geometry(contradiction);
    }

    private static @Nullable Damage head(Mapping mapping, byte[] head) {
        long length = mapping.length();
        if (length < HEAD_BYTES) {
            return Damage.of(Damage.Reason.RUN_SHORT, "file of " + length + " bytes");
        }
        mapping.copy(0, head, 0, HEAD_BYTES);
        byte[] magic = RunLayout.MAGIC;
        if (!Arrays.equals(head, 0, magic.length, magic, 0, magic.length)) {
            return Damage.of(Damage.Reason.RUN_MAGIC, "bad magic");
        }
        int version = SidxLayout.u16(head, RunLayout.VERSION_AT);
        if (version != RunLayout.VERSION) {
            String detail = "version " + version + ", known is " + RunLayout.VERSION;
            return new Damage(Damage.Reason.RUN_VERSION, detail, RunLayout.VERSION_AT);
        }
        return length < HEAD_BYTES + DIRECTORY_BYTES
                ? Damage.of(Damage.Reason.RUN_SHORT, "file of " + length + " bytes")
                : null;
    }

    /// Where each section begins, and the end of the last; that is -1 if a length leaves the file.
    private static long[] offsets(byte[] directory, long fileLength) {
        long[] offsets = new long[RunSection.COUNT + 1];
        long at = HEAD_BYTES;
        for (int section = 0; section < RunSection.COUNT; section++) {
            offsets[section] = at;
            long length = SidxLayout.u64(directory, LENGTHS_AT + section * Long.BYTES);
            if (length < 0 || length > fileLength - at) {
                offsets[RunSection.COUNT] = -1;
                return offsets;
            }
            at = RunLayout.aligned(at + length);
            if (at > fileLength) {
                offsets[RunSection.COUNT] = -1;
                return offsets;
            }
        }
        offsets[RunSection.COUNT] = at;
        return offsets;
    }

    private static <T> Decoded<T> geometry(String detail) {
        return new Decoded.Damaged<>(Damage.of(Damage.Reason.RUN_GEOMETRY, detail));
    }

    long at(RunSection section) {
        return offsets[section.number()];
    }

    long length(RunSection section) {
        return SidxLayout.u64(directory, LENGTHS_AT + section.number() * Long.BYTES);
    }

    /// Number of elements of a section.
    int count(RunSection section) {
        return (int) (length(section) / section.elementBytes);
    }

    long word(int at) {
        return SidxLayout.u64(directory, at);
    }

    RunColumn column(RunField field) {
        RunRowLayout layout = rowLayout();
        long at = at(RunSection.ROWS) + layout.offset(field);
        int described = COLUMNS_AT + field.number() * COLUMN_BYTES;
        return new RunColumn(bytes, at, layout.stride, width(field), word(described));
    }

    /// How a row is laid out.
    RunRowLayout rowLayout() {
        int[] widths = new int[RunField.COUNT];
        Arrays.setAll(widths, number -> width(RunField.of(number)));
        return new RunRowLayout(widths);
    }

    private int width(RunField field) {
        return (int) word(COLUMNS_AT + field.number() * COLUMN_BYTES + Long.BYTES);
    }

    /// A side table without an order by id.
    RunSide side(RunSection rowsSection, RunSection values) {
        return new RunSide(bytes, at(rowsSection), at(values), -1, new int[] {count(rowsSection), rows});
    }

    /// A side table of ids, with its order.
    RunSide ordered(RunSection rowsSection, RunSection values, RunSection order) {
        return new RunSide(bytes, at(rowsSection), at(values), at(order), new int[] {count(rowsSection), rows});
    }

    /// A hash table; its three sections follow each other.
    RunTable table(RunSection buckets) {
        RunSection slots = buckets.after(1);
        RunSection tags = buckets.after(2);
        return new RunTable(bytes, at(buckets), at(slots), at(tags), count(slots));
    }

    /// A dictionary; its five sections follow each other.
    RunNames names(RunSection ends) {
        RunSection names = ends.after(1);
        RunSection buckets = ends.after(2);
        return new RunNames(bytes, at(ends), at(names), length(names), table(buckets));
    }

    /// The list of one group.
    RunList list(RunSection ends, int group) {
        RunSection members = ends.after(1);
        int listed = count(members);
        if (listed == 0 && count(ends) == 1) {
            return RunList.everything(bytes, rows);
        }
        long endAt = at(ends) + Integer.BYTES * (long) group;
        int start = group == 0 ? 0 : bytes.i32(endAt - Integer.BYTES);
        return list(members, start, bytes.i32(endAt));
    }

    /// A part of the members of lists.
    RunList list(RunSection members, int start, int end) {
        if (start < 0 || start > end || end > count(members)) {
            throw bytes.damaged("a list from " + start + " to " + end + " of " + count(members));
        }
        return RunList.of(bytes, at(members) + Integer.BYTES * (long) start, end - start, rows);
    }

    /// What two lengths say that cannot both be true; null if there is nothing.
    private @Nullable String contradiction() {
        if (rows < 0 || rows > RunLayout.ROWS_MAX) {
            return "more rows than an index can have";
        }
        for (RunSection section : RunSection.values()) {
            int elementBytes = section.elementBytes;
            if (elementBytes > 0
                    && (length(section) % elementBytes != 0
                            || (elementBytes > 1 && length(section) / elementBytes > RunLayout.ROWS_MAX))) {
                return section + " has " + length(section) + " bytes";
            }
        }
        for (int field = 0; field < RunField.COUNT; field++) {
            long width = word(COLUMNS_AT + field * COLUMN_BYTES + Long.BYTES);
            if (!RunColumn.isWidth(width)) {
                return RunField.of(field) + " has a width of " + width;
            }
        }
        if (length(RunSection.ROWS) != (long) rowLayout().stride * rows) {
            return length(RunSection.ROWS) + " bytes for " + rows + " rows of " + rowLayout().stride;
        }
        return sizes();
    }

    private @Nullable String sizes() {
        long[][] equal = {
            {rows, count(RunSection.HASHES)},
            {RunLayout.zones(rows), count(RunSection.CLOCK_ZONES)},
            {count(RunSection.PREVIOUS_ROWS), count(RunSection.PREVIOUS_HASHES)},
            {count(RunSection.CORRELATION_ROWS), count(RunSection.CORRELATION_IDS), count(RunSection.CORRELATION_ORDER)
            },
            {count(RunSection.CAUSATION_ROWS), count(RunSection.CAUSATION_IDS), count(RunSection.CAUSATION_ORDER)},
            {count(RunSection.EXTENSION_ROWS), count(RunSection.EXTENSION_ENDS)},
            {rows, count(RunSection.ID_SLOTS), length(RunSection.ID_TAGS)},
            {
                count(RunSection.ENTITY_ENDS),
                count(RunSection.ENTITY_SLOTS),
                length(RunSection.ENTITY_TAGS),
                length(RunSection.ENTITY_FLAGS),
                count(RunSection.ENTITY_LISTS),
                count(RunSection.ENTITY_HEADS)
            },
            {
                count(RunSection.SCOPE_ENDS),
                count(RunSection.SCOPE_SLOTS),
                length(RunSection.SCOPE_TAGS),
                count(RunSection.SCOPE_LISTS)
            },
            {count(RunSection.KINDS), count(RunSection.KIND_LISTS)},
            {buckets(RunSection.ID_SLOTS), count(RunSection.ID_BUCKETS)},
            {buckets(RunSection.ENTITY_SLOTS), count(RunSection.ENTITY_BUCKETS)},
            {buckets(RunSection.SCOPE_SLOTS), count(RunSection.SCOPE_BUCKETS)},
            {listed(RunSection.ENTITY_LISTS), count(RunSection.ENTITY_ROWS)},
            {listed(RunSection.SCOPE_LISTS), count(RunSection.SCOPE_ROWS)},
            {listed(RunSection.KIND_LISTS), count(RunSection.KIND_ROWS)}
        };
        for (long[] counts : equal) {
            if (Arrays.stream(counts).distinct().count() > 1) {
                return "sections that belong together have " + Arrays.toString(counts) + " elements";
            }
        }
        return null;
    }

    private long buckets(RunSection slots) {
        return 1L << RunHash.bits(count(slots));
    }

    /// Rows that the lists of a section have to name: a single list that has all is not written.
    private long listed(RunSection ends) {
        return count(ends) == 1 ? 0 : rows;
    }
}
