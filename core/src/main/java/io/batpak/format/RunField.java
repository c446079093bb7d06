package io.batpak.format;

/// The integers of a row of an index run that have a base and a width per file.
enum RunField {
    SEQUENCE,
    WALL,
    OFFSET,
    LENGTH,
    KIND,
    LANE,
    DEPTH,
    CLOCK,
    ENTITY,
    SCOPE;

    static final int COUNT = values().length;

    private static final RunField[] ALL = values();

    /// Place among the fields of the directory.
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of the file
    int number() {
        return ordinal();
    }

    /// The field of this number.
    static RunField of(int number) {
        return ALL[number];
    }
}
