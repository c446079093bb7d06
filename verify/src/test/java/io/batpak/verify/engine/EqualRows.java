package io.batpak.verify.engine;

import io.batpak.format.RunSource;
import io.batpak.model.Extensions;

/// As many equal rows as asked, `perSegment` in each segment from `first` on.
record EqualRows(long first, int perSegment, int count) implements RunSource {
    @Override
    public long idHigh(int row) {
        return 1;
    }

    @Override
    public long idLow(int row) {
        return row;
    }

    @Override
    public long sequence(int row) {
        return row;
    }

    @Override
    public long wallMillis(int row) {
        return row;
    }

    @Override
    public long segment(int row) {
        return first + row / perSegment;
    }

    @Override
    public long offset(int row) {
        return 57;
    }

    @Override
    public int length(int row) {
        return 300;
    }

    @Override
    public int kind(int row) {
        return 0xF001;
    }

    @Override
    public int lane(int row) {
        return 0;
    }

    @Override
    public int depth(int row) {
        return 0;
    }

    @Override
    public int clock(int row) {
        return row;
    }

    @Override
    public int entity(int row) {
        return 0;
    }

    @Override
    public int scope(int row) {
        return 0;
    }

    @Override
    public int entityCount() {
        return 1;
    }

    @Override
    public String entityName(int number) {
        return "entity:1";
    }

    @Override
    public boolean entityKeysUnordered(int number) {
        return false;
    }

    @Override
    public boolean entityLaneUnordered(int number) {
        return false;
    }

    @Override
    public int scopeCount() {
        return 1;
    }

    @Override
    public String scopeName(int number) {
        return "scope";
    }

    @Override
    public long hashWord(int row, int word) {
        return row + 1L;
    }

    @Override
    public int before(int row) {
        return row - 1;
    }

    @Override
    public boolean previousIsBefore(int row) {
        return row > 0;
    }

    @Override
    public long previousHashWord(int row, int word) {
        return row;
    }

    @Override
    public boolean isOwnCorrelation(int row) {
        return true;
    }

    @Override
    public long correlationHigh(int row) {
        return 1;
    }

    @Override
    public long correlationLow(int row) {
        return row;
    }

    @Override
    public long causationHigh(int row) {
        return 0;
    }

    @Override
    public long causationLow(int row) {
        return 0;
    }

    @Override
    public int extensionState(int row) {
        return EXTENSIONS_NONE;
    }

    @Override
    public Extensions extensions(int row) {
        return Extensions.none();
    }
}
