package io.batpak.index;

import io.batpak.format.ArtifactRows;
import io.batpak.model.Extensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All rows of an index as the artifacts of 0.9.0 hold them, whatever parts they lie in. Names get numbers that
/// mean the same in every part.
///
/// Threads: one at a time; nothing is inserted meanwhile, or only rows that are not asked for.
final class AllRows implements ArtifactRows {
    private final Part[] parts;
    private final int[] ranks;
    private final int count;
    private final Numbers entities;
    private final Numbers scopes;
    private int place;
    private Part part;
    private Columns columns;
    private int row;

    /// The events of the rows below `bound`.
    AllRows(Parts parts, int bound) {
        this.parts = parts.all;
        this.ranks = new int[this.parts.length];
        for (int at = 0; at < ranks.length; at++) {
            ranks[at] = parts.rankOf(this.parts[at].base);
        }
        this.count = parts.rankOf(bound);
        this.part = this.parts[0];
        this.columns = part.columns;
        this.entities = new Numbers(this.parts.length);
        this.scopes = new Numbers(this.parts.length);
        for (int at = 0; at < count; at++) {
            moveTo(at);
            int entity = columns.entity(row);
            if (!entities.knows(place, entity)) {
                entities.add(place, entity, part.entityName(entity));
            }
            int scope = columns.scope(row);
            if (!scopes.knows(place, scope)) {
                scopes.add(place, scope, part.scopeName(scope));
            }
        }
    }

    /// Numbers over all parts, by the number inside a part.
    private static final class Numbers {
        private static final int UNKNOWN = -1;

        private final int[][] byPart;
        private final Map<String, Integer> byName = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        Numbers(int parts) {
            byPart = new int[parts][0];
        }

        boolean knows(int place, int number) {
            return number < byPart[place].length && byPart[place][number] != UNKNOWN;
        }

        void add(int place, int number, String name) {
            int length = byPart[place].length;
            if (number >= length) {
                byPart[place] = Arrays.copyOf(byPart[place], Math.max(number + 1, length * 2));
                Arrays.fill(byPart[place], length, byPart[place].length, UNKNOWN);
            }
            Integer known = byName.putIfAbsent(name, names.size());
            if (known == null) {
                names.add(name);
            }
            byPart[place][number] = known == null ? names.size() - 1 : known;
        }

        int get(int place, int number) {
            return byPart[place][number];
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void moveTo(int at) {
        if (at < ranks[place]) {
            place = 0;
        }
        while (place < parts.length - 1 && at >= ranks[place + 1]) {
            place++;
        }
        part = parts[place];
        columns = part.columns;
        row = at - ranks[place];
    }

    @Override
    public int entityNumber() {
        return entities.get(place, columns.entity(row));
    }

    @Override
    public int entityNumbers() {
        return entities.names.size();
    }

    @Override
    public String entity() {
        return entities.names.get(entityNumber());
    }

    @Override
    public int scopeNumber() {
        return scopes.get(place, columns.scope(row));
    }

    @Override
    public int scopeNumbers() {
        return scopes.names.size();
    }

    @Override
    public String scope() {
        return scopes.names.get(scopeNumber());
    }

    @Override
    public long idHigh() {
        return columns.idHigh(row);
    }

    @Override
    public long idLow() {
        return columns.idLow(row);
    }

    @Override
    public int kind() {
        return columns.kind(row);
    }

    @Override
    public long wallMillis() {
        return columns.wallMillis(row);
    }

    @Override
    public int clock() {
        return columns.clock(row);
    }

    @Override
    public int lane() {
        return columns.lane(row);
    }

    @Override
    public int depth() {
        return columns.depth(row);
    }

    @Override
    public long sequence() {
        return columns.sequence(row);
    }

    @Override
    public long segment() {
        return columns.segment(row);
    }

    @Override
    public long frameOffset() {
        return columns.offset(row);
    }

    @Override
    public int frameLength() {
        return columns.length(row);
    }

    @Override
    public void previousHash(byte[] target, int at) {
        columns.copyPreviousHash(row, target, at);
    }

    @Override
    public void eventHash(byte[] target, int at) {
        columns.copyEventHash(row, target, at);
    }

    @Override
    public long correlationHigh() {
        return columns.correlationWord(row, 0);
    }

    @Override
    public long correlationLow() {
        return columns.correlationWord(row, 1);
    }

    @Override
    public long causationHigh() {
        return columns.causationWord(row, 0);
    }

    @Override
    public long causationLow() {
        return columns.causationWord(row, 1);
    }

    @Override
    public Extensions extensions() {
        return part.extensions(row);
    }
}
