package io.batpak.segment;

/// What a directory entry is, judged by its name alone and in the order of docs/formats/segment.md.
public enum StoreFileKind {
    /// `NNNNNN.fbat`: a segment of the log.
    SEGMENT,
    /// Ends in `.fbat` but holds no id: skipped with a warning.
    MALFORMED_SEGMENT,
    /// `*.compact-src`: the first source of an unfinished compaction.
    COMPACT_SOURCE,
    /// `visibility_ranges.fbv`: sequences hidden by cancelled fences.
    VISIBILITY_RANGES,
    /// `index.ckpt`: a regenerable index artifact.
    CHECKPOINT,
    /// `index.fbati`: a regenerable index artifact.
    MMAP_INDEX,
    /// `index.idemp`: remembered idempotency keys.
    IDEMPOTENCY,
    /// `compaction.pending.json`: a compaction has not finished.
    COMPACTION_MARKER,
    /// `cursors`: positions of durable cursors.
    CURSORS,
    /// `keyset.fbatk`: payload keys.
    KEYSET,
    /// Everything else, the lock and staging files included.
    OTHER;

    /// The file that is locked while the directory is open; empty, and never deleted.
    public static final String LOCK_FILE = ".batpak.lock";

    /// The suffix of a file that is being prepared under a name nobody reads; collected by the next writable
    /// open.
    public static final String STAGED_SUFFIX = ".batpak-staged";

    /// The suffix of a segment that a compaction is preparing: `NNNNNN.fbat.compact-new`.
    public static final String COMPACTED_SUFFIX = SegmentName.EXTENSION + ".compact-new";

    private static final String TEMPORARY_PREFIX = ".tmp";
    private static final int TEMPORARY_LETTERS = 6;

    /// Whether a file of this name was being prepared: by us, a compaction included, or by 0.9.0, whose temporary
    /// files are called `.tmp` and six letters or digits. It may go only if it is a regular file.
    public static boolean isUnfinished(String name) {
        return name.endsWith(STAGED_SUFFIX) || name.endsWith(COMPACTED_SUFFIX) || isTemporary(name);
    }

    private static boolean isTemporary(String name) {
        if (!name.startsWith(TEMPORARY_PREFIX) || name.length() != TEMPORARY_PREFIX.length() + TEMPORARY_LETTERS) {
            return false;
        }
        for (int i = TEMPORARY_PREFIX.length(); i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /// Classifies one name; never looks at the file.
    public static StoreFileKind of(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 ? name.substring(dot + 1) : "";
        if (extension.equals("fbat")) {
            return SegmentName.parse(name).isPresent() ? SEGMENT : MALFORMED_SEGMENT;
        }
        if (extension.equals("compact-src")) {
            return COMPACT_SOURCE;
        }
        return switch (name) {
            case "visibility_ranges.fbv" -> VISIBILITY_RANGES;
            case "index.ckpt" -> CHECKPOINT;
            case "index.fbati" -> MMAP_INDEX;
            case "index.idemp" -> IDEMPOTENCY;
            case "compaction.pending.json" -> COMPACTION_MARKER;
            case "cursors" -> CURSORS;
            case "keyset.fbatk" -> KEYSET;
            default -> OTHER;
        };
    }
}
