package io.batpak.format;

import io.batpak.msgpack.MessageWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What has to be known of all rows before the first byte of an artifact can be written: names in order of first
/// use, the routing summary, and how long the extensions are.
///
/// Holds a few numbers per name, nothing per row. One thread.
final class ArtifactSurvey {
    private static final int CHUNK_ROWS = 65536;
    private static final int CHUNKS_MAX = 32;
    private static final int UNUSED = 0; // number 0 is the empty name
    private static final String[] ROUTING = {"entry_count", "chunk_count", "chunks", "entity_runs"};
    private static final String[] RUN = {"entity", "start", "len", "first_sequence", "last_sequence"};

    private final ArtifactRows rows;
    private final int[] entities;
    private final int[] scopes;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final EntityRuns runs = new EntityRuns();
    private final long[] chunkStarts;
    private final long[] chunkFirst;
    private final long[] chunkLast;
    private long extensionBytes;

    private ArtifactSurvey(ArtifactRows rows) {
        this.rows = rows;
        this.entities = new int[rows.entityNumbers()];
        this.scopes = new int[rows.scopeNumbers()];
        int chunks = chunks(rows.count());
        this.chunkStarts = new long[chunks + 1];
        this.chunkFirst = new long[chunks];
        this.chunkLast = new long[chunks];
        long longer = rows.count() % chunks;
        for (int i = 0; i < chunks; i++) {
            chunkStarts[i + 1] = chunkStarts[i] + rows.count() / chunks + (i < longer ? 1 : 0);
        }
        numbers.put("", UNUSED);
        names.add("");
    }

    private static int chunks(long count) {
        return (int) Math.max(1, Math.min(CHUNKS_MAX, Math.ceilDiv(count, CHUNK_ROWS)));
    }

    /// Looks at all rows once.
    static ArtifactSurvey of(ArtifactRows rows) {
        ArtifactSurvey survey = new ArtifactSurvey(rows);
        survey.run();
        return survey;
    }

    private void run() {
        int chunk = 0;
        for (int row = 0; row < rows.count(); row++) {
            rows.moveTo(row);
            int entity = entities[rows.entityNumber()];
            if (entity == UNUSED) {
                entity = numberOf(rows.entity());
                entities[rows.entityNumber()] = entity;
            }
            if (scopes[rows.scopeNumber()] == UNUSED) {
                scopes[rows.scopeNumber()] = numberOf(rows.scope());
            }
            runs.see(entity, rows);
            if (row == chunkStarts[chunk]) {
                chunkFirst[chunk] = rows.sequence();
            }
            if (row == chunkStarts[chunk + 1] - 1) {
                chunkLast[chunk++] = rows.sequence();
            }
            extensionBytes += rows.extensions().encodedLength();
        }
    }

    private int numberOf(String name) {
        Integer known = numbers.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    /// Number in the artifact of the current row's entity.
    int entity() {
        return entities[rows.entityNumber()];
    }

    /// Number in the artifact of the current row's scope.
    int scope() {
        return scopes[rows.scopeNumber()];
    }

    /// How many names there are, the empty one included.
    int nameCount() {
        return names.size();
    }

    /// Bytes that all extension maps take that are not empty.
    long extensionBytes() {
        return extensionBytes;
    }

    void writeNames(Pieces pieces) {
        pieces.out().arrayHeader(names.size());
        for (String name : names) {
            pieces.out().string(name);
            pieces.pass();
        }
    }

    void writeRouting(Pieces pieces) {
        MessageWriter out = pieces.out();
        out.mapHeader(ROUTING.length);
        out.string(ROUTING[0]);
        out.unsigned(rows.count());
        out.string(ROUTING[1]);
        int chunks = rows.count() == 0 ? 0 : chunkFirst.length;
        out.unsigned(chunks);
        out.string(ROUTING[2]);
        out.arrayHeader(chunks);
        for (int i = 0; i < chunks; i++) {
            out.mapHeader(RUN.length - 1);
            long length = chunkStarts[i + 1] - chunkStarts[i];
            range(out, chunkStarts[i], length, chunkFirst[i], chunkLast[i]);
        }
        out.string(ROUTING[3]);
        runs.write(pieces, names);
    }

    private static void range(MessageWriter out, long start, long length, long first, long last) {
        out.string(RUN[1]);
        out.unsigned(start);
        out.string(RUN[2]);
        out.unsigned(length);
        out.string(RUN[3]);
        out.unsigned(first);
        out.string(RUN[4]);
        out.unsigned(last);
    }

    /// By number of the entity: how many rows it has, and which are the first and the last of them in key order.
    private static final class EntityRuns {
        private static final int KEY_LONGS = 4; // wall clock, clock, the halves of the id
        private static final int SEQUENCE = KEY_LONGS;
        private static final int END_LONGS = KEY_LONGS + 1;

        private int[] lengths = new int[16];
        private long[] lowest = new long[16 * END_LONGS];
        private long[] greatest = new long[16 * END_LONGS];
        private final long[] row = new long[END_LONGS];

        void see(int entity, ArtifactRows rows) {
            row[0] = rows.wallMillis();
            row[1] = Integer.toUnsignedLong(rows.clock());
            row[2] = rows.idHigh();
            row[3] = rows.idLow();
            row[SEQUENCE] = rows.sequence();
            if (entity >= lengths.length) {
                grow(Math.max(entity + 1, lengths.length * 2));
            }
            boolean first = lengths[entity]++ == 0;
            int at = entity * END_LONGS;
            if (first || order(lowest, at) < 0) {
                System.arraycopy(row, 0, lowest, at, END_LONGS);
            }
            if (first || order(greatest, at) >= 0) {
                System.arraycopy(row, 0, greatest, at, END_LONGS);
            }
        }

        private void grow(int entityCount) {
            lengths = Arrays.copyOf(lengths, entityCount);
            lowest = Arrays.copyOf(lowest, entityCount * END_LONGS);
            greatest = Arrays.copyOf(greatest, entityCount * END_LONGS);
        }

        private int order(long[] ends, int at) {
            int order = 0;
            for (int i = 0; i < KEY_LONGS && order == 0; i++) {
                order = Long.compareUnsigned(row[i], ends[at + i]);
            }
            return order;
        }

        void write(Pieces pieces, List<String> names) {
            List<Integer> order = new ArrayList<>();
            for (int entity = 0; entity < lengths.length; entity++) {
                if (lengths[entity] > 0) {
                    order.add(entity);
                }
            }
            order.sort((a, b) -> compareUtf8(names.get(a), names.get(b)));
            MessageWriter out = pieces.out();
            out.arrayHeader(order.size());
            long start = 0;
            for (int entity : order) {
                int at = entity * END_LONGS + SEQUENCE;
                out.mapHeader(RUN.length);
                out.string(RUN[0]);
                out.string(names.get(entity));
                range(out, start, lengths[entity], lowest[at], greatest[at]);
                start += lengths[entity];
                pieces.pass();
            }
        }
    }

    /// The order of the UTF-8 bytes, which is the order of code points.
    static int compareUtf8(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean bothHigh = a >= Character.MIN_SURROGATE && b >= Character.MIN_SURROGATE;
                return bothHigh ? Character.compare(aboveBasic(a), aboveBasic(b)) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /// Moves surrogates, which stand for code points above 2^16, behind the units above them.
    private static char aboveBasic(char unit) {
        return (char) (Character.isSurrogate(unit) ? unit + 0x2000 : unit - 0x0800);
    }
}
