package io.batpak.model;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// An entity or scope cannot be part of a coordinate. Nothing was stored.
///
/// The kind is `CoordinateNulByte`, `CoordinateControlChar`, `CoordinatePathTraversal`, or `Coordinate` for
/// every other reason. Facts: `reason`; when too long also `length` and `max` in UTF-8 bytes.
public final class CoordinateException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// The rule that was broken. The constants stand in the order in which the rules are checked, except that
    /// a NUL and another control character are reported by which comes first in the text.
    public enum Reason {
        /// The entity is empty.
        EMPTY_ENTITY("EmptyEntity"),
        /// The scope is empty.
        EMPTY_SCOPE("EmptyScope"),
        /// The entity has more than [Coordinate#COMPONENT_BYTES_MAX] UTF-8 bytes.
        ENTITY_TOO_LONG("EntityTooLong"),
        /// The scope has more than [Coordinate#COMPONENT_BYTES_MAX] UTF-8 bytes.
        SCOPE_TOO_LONG("ScopeTooLong"),
        /// A surrogate without its partner, which UTF-8 cannot express; strings of the reference cannot hold
        /// one.
        UNPAIRED_SURROGATE("UnpairedSurrogate"),
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

        /// The variant name in the reference, for example `EmptyEntity`.
        public String wireName() {
            return wireName;
        }

        private StoreErrorKind kind() {
            return switch (this) {
                case NUL_BYTE -> StoreErrorKind.COORDINATE_NUL_BYTE;
                case CONTROL_CHAR -> StoreErrorKind.COORDINATE_CONTROL_CHAR;
                case PATH_TRAVERSAL -> StoreErrorKind.COORDINATE_PATH_TRAVERSAL;
                case EMPTY_ENTITY,
                        EMPTY_SCOPE,
                        ENTITY_TOO_LONG,
                        SCOPE_TOO_LONG,
                        UNPAIRED_SURROGATE,
                        FORBIDDEN_SEPARATOR -> StoreErrorKind.COORDINATE;
            };
        }
    }

    private final Reason reason;
    private final long length;

    private CoordinateException(Reason reason, String message, Map<String, Object> facts, long length) {
        super(reason.kind(), message, facts);
        this.reason = reason;
        this.length = length;
    }

    static CoordinateException of(Reason reason, String component) {
        return new CoordinateException(
                reason, "invalid " + component + ": " + reason.wireName(), Map.of("reason", reason.wireName()), -1);
    }

    static CoordinateException tooLong(Reason reason, String component, long length) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("reason", reason.wireName());
        facts.put("length", length);
        facts.put("max", (long) Coordinate.COMPONENT_BYTES_MAX);
        String message = component + " has " + length + " UTF-8 bytes, at most " + Coordinate.COMPONENT_BYTES_MAX;
        return new CoordinateException(reason, message, facts, length);
    }

    /// The rule that was broken.
    public Reason reason() {
        return reason;
    }

    /// UTF-8 bytes of the component that is too long; empty for every other reason.
    public OptionalLong length() {
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }
}
