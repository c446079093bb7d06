package io.batpak.index;

import io.batpak.format.SidxSource;

/// A run of index rows as a footer describes them; reads the columns and makes no objects.
///
/// Threads: one at a time; the rows were inserted before this thread was told of them.
final class FooterRows implements SidxSource {
    private final MemoryPart part;
    private final Rows rows;
    private final int first;
    private int row;

    FooterRows(MemoryPart part, int first) {
        this.part = part;
        this.rows = part.rows;
        this.first = first;
        this.row = first;
    }

    @Override
    public void moveTo(int at) {
        row = first + at;
    }

    @Override
    public int entityNumber() {
        return rows.entity(row);
    }

    @Override
    public int entityNumbers() {
        return part.entities.count();
    }

    @Override
    public String entity() {
        return part.entities.get(rows.entity(row)).name;
    }

    @Override
    public int scopeNumber() {
        return rows.scope(row);
    }

    @Override
    public int scopeNumbers() {
        return part.scopes.count();
    }

    @Override
    public String scope() {
        return part.scopes.get(rows.scope(row)).name;
    }

    @Override
    public long idHigh() {
        return rows.idHigh(row);
    }

    @Override
    public long idLow() {
        return rows.idLow(row);
    }

    @Override
    public int kind() {
        return rows.kind(row);
    }

    @Override
    public long wallMillis() {
        return rows.wallMillis(row);
    }

    @Override
    public int clock() {
        return rows.clock(row);
    }

    @Override
    public int lane() {
        return rows.lane(row);
    }

    @Override
    public int depth() {
        return rows.depth(row);
    }

    @Override
    public long sequence() {
        return rows.sequence(row);
    }

    @Override
    public long frameOffset() {
        return rows.offset(row);
    }

    @Override
    public int frameLength() {
        return rows.length(row);
    }

    @Override
    public void previousHash(byte[] target, int at) {
        rows.copyPreviousHash(row, target, at);
    }

    @Override
    public void eventHash(byte[] target, int at) {
        rows.copyEventHash(row, target, at);
    }

    @Override
    public long correlationHigh() {
        return rows.correlationWord(row, 0);
    }

    @Override
    public long correlationLow() {
        return rows.correlationWord(row, 1);
    }

    @Override
    public long causationHigh() {
        return rows.causationWord(row, 0);
    }

    @Override
    public long causationLow() {
        return rows.causationWord(row, 1);
    }
}
