package io.batpak.index;

import io.batpak.format.RunSource;
import io.batpak.format.SidxSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Some neighbouring rows of a run as a footer describes them. Threads: those of the run.
final class ReshapedFooter implements SidxSource {
    private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final RunSource rows;
    private final int first;
    private int row;

    ReshapedFooter(RunSource rows, int first) {
        this.rows = rows;
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
        return rows.entityCount();
    }

    @Override
    public String entity() {
        return rows.entityName(rows.entity(row));
    }

    @Override
    public int scopeNumber() {
        return rows.scope(row);
    }

    @Override
    public int scopeNumbers() {
        return rows.scopeCount();
    }

    @Override
    public String scope() {
        return rows.scopeName(rows.scope(row));
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
        for (int word = 0; word < RowChunk.HASH_LONGS; word++) {
            LONG_BE.set(target, at + word * Long.BYTES, rows.previousHashWord(row, word));
        }
    }

    @Override
    public void eventHash(byte[] target, int at) {
        for (int word = 0; word < RowChunk.HASH_LONGS; word++) {
            LONG_BE.set(target, at + word * Long.BYTES, rows.hashWord(row, word));
        }
    }

    @Override
    public long correlationHigh() {
        return rows.correlationHigh(row);
    }

    @Override
    public long correlationLow() {
        return rows.correlationLow(row);
    }

    @Override
    public long causationHigh() {
        return rows.causationHigh(row);
    }

    @Override
    public long causationLow() {
        return rows.causationLow(row);
    }
}
