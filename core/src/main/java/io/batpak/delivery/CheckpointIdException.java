package io.batpak.delivery;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A text cannot name a checkpoint. Nothing was stored.
///
/// Facts: `reason`; when too long also `length` and `max` in UTF-8 bytes.
public final class CheckpointIdException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// The rule that was broken.
    public enum Reason {
        /// There is no text.
        EMPTY("Empty"),
        /// A surrogate without its partner, which UTF-8 cannot express; strings of the reference cannot hold one.
        UNPAIRED_SURROGATE("UnpairedSurrogate"),
        /// More than [CheckpointId#BYTES_MAX] UTF-8 bytes.
        TOO_LONG("TooLong"),
        /// A NUL character.
        NUL_BYTE("NulByte"),
        /// A character below U+0020, or U+007F.
        CONTROL_CHAR("ControlChar"),
        /// A `/` or `..`.
        PATH_TRAVERSAL("PathTraversal"),
        /// A `|` or `=`.
        FORBIDDEN_SEPARATOR("ForbiddenSeparator");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /// The variant name in the reference, for example `NulByte`.
        public String wireName() {
            return wireName;
        }
    }

    private final Reason reason;

    private CheckpointIdException(Reason reason, String message, Map<String, Object> facts) {
        super(StoreErrorKind.CHECKPOINT_ID, message, facts);
        this.reason = reason;
    }

    static CheckpointIdException of(Reason reason) {
        return new CheckpointIdException(
                reason, "invalid checkpoint id: " + reason.wireName(), Map.of("reason", reason.wireName()));
    }

    static CheckpointIdException tooLong(long length) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", Reason.TOO_LONG.wireName());
        facts.put("length", length);
        facts.put("max", (long) CheckpointId.BYTES_MAX);
        return new CheckpointIdException(
                Reason.TOO_LONG,
                "the checkpoint id has " + length + " UTF-8 bytes, at most " + CheckpointId.BYTES_MAX,
                facts);
    }

    /// The rule that was broken.
    public Reason reason() {
        return reason;
    }
}
