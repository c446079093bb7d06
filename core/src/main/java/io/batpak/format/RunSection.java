package io.batpak.format;

/// The sections of an index run, in the order of the file, with the bytes of one element; those of a row depend on
/// the file. Meaning: docs/formats/index-run.md
enum RunSection {
    SEGMENTS(48),
    ROWS(0),
    HASHES(32),
    CLOCK_ZONES(8),
    // side tables
    PREVIOUS_ROWS(4),
    PREVIOUS_HASHES(32),
    CORRELATION_ROWS(4),
    CORRELATION_IDS(16),
    CORRELATION_ORDER(4),
    CAUSATION_ROWS(4),
    CAUSATION_IDS(16),
    CAUSATION_ORDER(4),
    EXTENSION_ROWS(4),
    EXTENSION_ENDS(8),
    EXTENSION_BYTES(1),
    // lookups
    ID_BUCKETS(4),
    ID_SLOTS(4),
    ID_TAGS(1),
    ENTITY_ENDS(4),
    ENTITY_NAMES(1),
    ENTITY_BUCKETS(4),
    ENTITY_SLOTS(4),
    ENTITY_TAGS(1),
    ENTITY_FLAGS(1),
    ENTITY_LISTS(4),
    ENTITY_ROWS(4),
    ENTITY_HEADS(4),
    LANE_HEADS(12),
    SCOPE_ENDS(4),
    SCOPE_NAMES(1),
    SCOPE_BUCKETS(4),
    SCOPE_SLOTS(4),
    SCOPE_TAGS(1),
    SCOPE_LISTS(4),
    SCOPE_ROWS(4),
    KINDS(2),
    KIND_LISTS(4),
    KIND_ROWS(4),
    LANES(32),
    LANE_ROWS(4);

    static final int COUNT = values().length;

    private static final RunSection[] ALL = values();

    final int elementBytes;

    RunSection(int elementBytes) {
        this.elementBytes = elementBytes;
    }

    /// Place among the sections of the file.
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of the file
    int number() {
        return ordinal();
    }

    /// The section that follows `count` places behind this one.
    RunSection after(int count) {
        return ALL[number() + count];
    }
}
