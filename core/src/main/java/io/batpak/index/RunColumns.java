package io.batpak.index;

import io.batpak.format.RunFile;

/// The columns of a run file. Threads: share freely.
final class RunColumns extends Columns {
    private final RunFile file;

    RunColumns(RunFile file) {
        this.file = file;
    }

    @Override
    long sequence(int row) {
        return file.sequence(row);
    }

    @Override
    long wallMillis(int row) {
        return file.wallMillis(row);
    }

    @Override
    int entity(int row) {
        return file.entity(row);
    }

    @Override
    int scope(int row) {
        return file.scope(row);
    }

    @Override
    int lane(int row) {
        return file.lane(row);
    }

    @Override
    int depth(int row) {
        return file.depth(row);
    }

    @Override
    int clock(int row) {
        return file.clock(row);
    }

    @Override
    int kind(int row) {
        return file.kind(row);
    }

    @Override
    long idHigh(int row) {
        return file.idHigh(row);
    }

    @Override
    long idLow(int row) {
        return file.idLow(row);
    }

    @Override
    long hashWord(int row, int word) {
        return file.hashWord(row, word);
    }

    @Override
    long previousHashWord(int row, int word) {
        return file.previousHashWord(row, word);
    }

    @Override
    boolean previousIsHead(int row) {
        return file.previousIsBefore(row);
    }

    @Override
    int headBefore(int row) {
        return file.before(row); // NONE and EARLIER are the same numbers there
    }

    @Override
    boolean ownsCorrelation(int row) {
        return file.isOwnCorrelation(row);
    }

    @Override
    long correlationWord(int row, int word) {
        return word == 0 ? file.correlationHigh(row) : file.correlationLow(row);
    }

    @Override
    long causationWord(int row, int word) {
        return word == 0 ? file.causationHigh(row) : file.causationLow(row);
    }

    @Override
    long segment(int row) {
        return file.segment(row);
    }

    @Override
    long offset(int row) {
        return file.offset(row);
    }

    @Override
    int length(int row) {
        return file.length(row);
    }

    @Override
    int extensionState(int row) {
        return file.extensionState(row); // the same three numbers there
    }
}
