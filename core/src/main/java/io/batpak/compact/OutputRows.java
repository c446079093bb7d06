package io.batpak.compact;

import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.model.FramePosition;

/// The rows of one output, as [OutputWriter] copies them. Used once, by one thread.
final class OutputRows implements Survivors {
    private final ReshapedRows rows;
    private final Reshaping shape;
    private final int end;
    private int row;
    private FramePosition position = new FramePosition(0, 0, 0);

    OutputRows(ReshapedRows rows, long output) {
        this.rows = rows;
        this.shape = rows.reshaping();
        int first = rows.firstRowOf(output);
        end = first + rows.rowsOf(output);
        row = first - 1;
    }

    @Override
    public boolean advance() {
        row++;
        if (row >= end) {
            return false;
        }
        position = rows.sourcePosition(row);
        return true;
    }

    @Override
    public long segment() {
        return position.segment();
    }

    @Override
    public long offset() {
        return position.offset();
    }

    @Override
    public int length() {
        return position.length();
    }

    @Override
    public Action action() {
        int from = rows.sourceRow(row);
        if (shape.isEmptied(from)) {
            return Action.EMPTY;
        }
        return shape.isTombstone(from) ? Action.TOMBSTONE : Action.KEEP;
    }

    /// @throws IllegalStateException if the index was told another length; then it would look in the wrong places
    @Override
    public void reencoded(int newLength) {
        if (newLength != rows.length(row)) {
            throw new IllegalStateException("a tombstone of " + newLength + " bytes, not " + rows.length(row));
        }
    }
}
