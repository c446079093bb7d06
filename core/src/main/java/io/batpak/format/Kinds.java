package io.batpak.format;

/// Event kinds as the files use them: batch markers, and what an index makes of a kind it does not know.
///
/// A frame keeps whatever 16-bit kind was written. An index row rebuilt from a footer shows a reserved kind
/// of no known meaning as a stand-in, so index and frame may differ for such values. Bytes:
/// docs/formats/kinds.md
public final class Kinds {

    /// Frame kind in front of a batch; its `payload_size` counts the items.
    public static final int BATCH_BEGIN = 0x0006;

    /// Frame kind behind a complete batch.
    public static final int BATCH_COMMIT = 0x0007;

    /// Frame kind of the event a writable open leaves.
    public static final int OPEN_COMPLETED = 0x0008;

    /// Frame kind of the event an explicit close leaves.
    public static final int CLOSE_COMPLETED = 0x0009;

    /// Frame kind of a denial.
    public static final int DENIAL = 0x000F;

    /// Kind a tombstoning compaction gives to a frame.
    public static final int TOMBSTONE = 0x0FFE;

    /// General user data; also the stand-in for unknown system kinds.
    public static final int DATA = 0x1000;

    /// The stand-in for unknown effect kinds.
    public static final int EFFECT_ERROR = 0xD001;

    /// Header flag of a BEGIN marker in front of the events of a fence, the flag "transactional" of 0.9.0.
    public static final int FENCED = 0x02;

    private static final int SYSTEM = 0x0;
    private static final int EFFECT = 0xD;
    private static final int CATEGORY_SHIFT = 12;

    private Kinds() {}

    /// What an index row rebuilt from a footer does with a kind.
    public enum Fallback {
        /// The kind stays as it is, or is the silent 0x0000.
        NONE,
        /// An unknown system kind became [Kinds#DATA]; counted.
        SYSTEM,
        /// An unknown effect kind became [Kinds#EFFECT_ERROR]; counted.
        EFFECT
    }

    /// Whether frames of this kind delimit a batch; they are never indexed.
    public static boolean isMarker(int kind) {
        return kind == BATCH_BEGIN || kind == BATCH_COMMIT;
    }

    /// Whether the kind belongs to the store: system or effect.
    public static boolean isReserved(int kind) {
        int category = kind >>> CATEGORY_SHIFT;
        return category == SYSTEM || category == EFFECT;
    }

    /// Whether rebuilding a row of this kind has to be counted.
    public static Fallback fallback(int kind) {
        return switch (kind >>> CATEGORY_SHIFT) {
            case SYSTEM -> kind == 0 || isKnownSystem(kind) ? Fallback.NONE : Fallback.SYSTEM;
            case EFFECT -> isKnownEffect(kind) ? Fallback.NONE : Fallback.EFFECT;
            default -> Fallback.NONE;
        };
    }

    /// The kind an index row rebuilt from a footer carries.
    public static int ofFooter(int kind) {
        return switch (fallback(kind)) {
            case NONE -> kind == 0 ? DATA : kind;
            case SYSTEM -> DATA;
            case EFFECT -> EFFECT_ERROR;
        };
    }

    private static boolean isKnownSystem(int kind) {
        return (kind >= 0x0001 && kind <= CLOSE_COMPLETED) || kind == DENIAL || kind == TOMBSTONE;
    }

    private static boolean isKnownEffect(int kind) {
        return switch (kind) {
            case 0xD001, 0xD002, 0xD004, 0xD005, 0xD006, 0xD007 -> true;
            default -> false;
        };
    }
}
