package io.batpak.index;

import io.batpak.error.StoreException;
import io.batpak.format.RunSource;
import io.batpak.model.Extensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// The rows of neighbouring parts as one run: rows count events from the first part on, names are joined.
///
/// Threads: one at a time.
final class StretchSource implements RunSource {
    private static final System.Logger LOG = System.getLogger("io.batpak");

    private final Parts parts;
    private final int first;
    /// How many rows of this source lie before each part.
    private final int[] starts;

    private final int count;
    private final JoinedNames entities;
    private final JoinedNames scopes;
    private final BitSet foundNone = new BitSet();
    private final boolean[] keysUnordered;
    private final boolean[] laneUnordered;
    private int place;
    private Part part;
    private Columns columns;

    StretchSource(Parts parts, int first, int members) {
        this.parts = parts;
        this.first = first;
        starts = new int[members];
        int rows = 0;
        for (int at = 0; at < members; at++) {
            starts[at] = rows;
            rows += parts.all[first + at].count();
        }
        count = rows;
        place = first;
        part = parts.all[first];
        columns = part.columns;
        entities = new JoinedNames(members);
        scopes = new JoinedNames(members);
        for (int at = 0; at < members; at++) {
            Part member = parts.all[first + at];
            entities.join(at, member.entityCount(), member::entityName);
            scopes.join(at, member.scopeCount(), member::scopeName);
        }
        keysUnordered = new boolean[entities.count()];
        laneUnordered = new boolean[entities.count()];
        noteOrders(members);
    }

    /// Names of several dictionaries, numbered anew.
    private static final class JoinedNames {
        private final int[][] numbers;
        private final List<String> names = new ArrayList<>();
        private final Map<String, Integer> known = new HashMap<>();

        JoinedNames(int members) {
            numbers = new int[members][];
        }

        void join(int member, int count, IntFunction<String> name) {
            int[] own = new int[count];
            for (int number = 0; number < count; number++) {
                String text = name.apply(number);
                Integer joined = known.putIfAbsent(text, names.size());
                if (joined == null) {
                    own[number] = names.size();
                    names.add(text);
                } else {
                    own[number] = joined;
                }
            }
            numbers[member] = own;
        }

        int count() {
            return names.size();
        }
    }

    /// An order that one part, or the border between two, contradicts is none.
    private void noteOrders(int members) {
        int[] lastRows = new int[entities.count()];
        Arrays.fill(lastRows, Columns.NONE);
        for (int at = 0; at < members; at++) {
            Part member = parts.all[first + at];
            for (int number = 0; number < member.entityCount(); number++) {
                RowList rows = member.ofEntity(number);
                int joined = entities.numbers[at][number];
                if (rows.size() > 0) {
                    int before = lastRows[joined];
                    keysUnordered[joined] |= member.keysUnordered(number)
                            || (before != Columns.NONE && parts.compareKeys(before, member.base + rows.get(0)) > 0);
                    laneUnordered[joined] |= member.laneUnordered(number);
                    lastRows[joined] = member.base + rows.get(rows.size() - 1);
                }
            }
        }
    }

    private int local(int row) {
        int start = starts[place - first];
        if (row < start || row >= start + part.count()) {
            int found = Arrays.binarySearch(starts, row);
            moveTo(first + (found < 0 ? -found - 2 : found));
            start = starts[place - first];
        }
        return row - start;
    }

    private void moveTo(int newPlace) {
        place = newPlace;
        part = parts.all[place];
        columns = part.columns;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long idHigh(int row) {
        int at = local(row);
        return columns.idHigh(at);
    }

    @Override
    public long idLow(int row) {
        int at = local(row);
        return columns.idLow(at);
    }

    @Override
    public long sequence(int row) {
        int at = local(row);
        return columns.sequence(at);
    }

    @Override
    public long wallMillis(int row) {
        int at = local(row);
        return columns.wallMillis(at);
    }

    @Override
    public long segment(int row) {
        int at = local(row);
        return columns.segment(at);
    }

    @Override
    public long offset(int row) {
        int at = local(row);
        return columns.offset(at);
    }

    @Override
    public int length(int row) {
        int at = local(row);
        return columns.length(at);
    }

    @Override
    public int kind(int row) {
        int at = local(row);
        return columns.kind(at);
    }

    @Override
    public int lane(int row) {
        int at = local(row);
        return columns.lane(at);
    }

    @Override
    public int depth(int row) {
        int at = local(row);
        return columns.depth(at);
    }

    @Override
    public int clock(int row) {
        int at = local(row);
        return columns.clock(at);
    }

    @Override
    public int entity(int row) {
        int at = local(row);
        return entities.numbers[place - first][columns.entity(at)];
    }

    @Override
    public int scope(int row) {
        int at = local(row);
        return scopes.numbers[place - first][columns.scope(at)];
    }

    @Override
    public int entityCount() {
        return entities.count();
    }

    @Override
    public String entityName(int number) {
        return entities.names.get(number);
    }

    @Override
    public boolean entityKeysUnordered(int number) {
        return keysUnordered[number];
    }

    @Override
    public boolean entityLaneUnordered(int number) {
        return laneUnordered[number];
    }

    @Override
    public int scopeCount() {
        return scopes.count();
    }

    @Override
    public String scopeName(int number) {
        return scopes.names.get(number);
    }

    @Override
    public long hashWord(int row, int word) {
        int at = local(row);
        return columns.hashWord(at, word);
    }

    @Override
    public int before(int row) {
        int at = local(row);
        int before = columns.headBefore(at);
        if (before >= 0) {
            return starts[place - first] + before;
        }
        if (before == Columns.NONE || place == first) {
            return before == Columns.NONE ? NONE : EARLIER;
        }
        int head = parts.headBefore(place, part.entityName(columns.entity(at)), columns.lane(at));
        if (head < parts.all[first].base) {
            return EARLIER;
        }
        int headPlace = parts.placeOf(head);
        return starts[headPlace - first] + head - parts.all[headPlace].base;
    }

    @Override
    public boolean previousIsBefore(int row) {
        int at = local(row);
        if (columns.previousIsHead(at)) {
            return true;
        }
        int before = before(row); // joined parts may have brought it in
        for (int word = 0; word < RowChunk.HASH_LONGS && before >= 0; word++) {
            if (hashWord(before, word) != previousHashWord(row, word)) {
                return false;
            }
        }
        return before >= 0;
    }

    @Override
    public long previousHashWord(int row, int word) {
        int at = local(row);
        return columns.previousHashWord(at, word);
    }

    @Override
    public boolean isOwnCorrelation(int row) {
        int at = local(row);
        return columns.ownsCorrelation(at);
    }

    @Override
    public long correlationHigh(int row) {
        int at = local(row);
        return columns.correlationWord(at, 0);
    }

    @Override
    public long correlationLow(int row) {
        int at = local(row);
        return columns.correlationWord(at, 1);
    }

    @Override
    public long causationHigh(int row) {
        int at = local(row);
        return columns.causationWord(at, 0);
    }

    @Override
    public long causationLow(int row) {
        int at = local(row);
        return columns.causationWord(at, 1);
    }

    /// What a footer could not tell is read from the frame, so that no later reader has to. A frame that cannot be
    /// read leaves it open.
    @Override
    public int extensionState(int row) {
        int at = local(row);
        int state = columns.extensionState(at);
        if (state != EXTENSIONS_UNKNOWN) {
            return state;
        }
        if (foundNone.get(row)) {
            return EXTENSIONS_NONE;
        }
        try {
            if (!part.extensions(at).isEmpty()) {
                return EXTENSIONS_KNOWN;
            }
            foundNone.set(row);
            return EXTENSIONS_NONE;
        } catch (StoreException.Fault unreadable) {
            LOG.log(System.Logger.Level.WARNING, "extensions of " + columns.eventId(at) + " stay unknown", unreadable);
            return EXTENSIONS_UNKNOWN;
        }
    }

    @Override
    public Extensions extensions(int row) {
        int at = local(row);
        return part.extensions(at);
    }
}
