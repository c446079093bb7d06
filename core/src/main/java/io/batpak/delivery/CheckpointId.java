package io.batpak.delivery;

import io.batpak.delivery.CheckpointIdException.Reason;
import java.nio.charset.StandardCharsets;

/// The name under which a consumer keeps its position. Immutable.
///
/// It has 1 to 1024 UTF-8 bytes, no NUL, no character below U+0020 or U+007F, no `/`, `..`, `|` or `=`.
///
/// @param name the name
public record CheckpointId(String name) {
    /// Most UTF-8 bytes of a name.
    public static final int BYTES_MAX = 1024;

    /// Checks the rules in the reference's order; the first broken one is reported.
    ///
    /// @throws CheckpointIdException naming that rule
    public CheckpointId {
        if (name.isEmpty()) {
            throw CheckpointIdException.of(Reason.EMPTY);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw CheckpointIdException.of(Reason.UNPAIRED_SURROGATE);
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > BYTES_MAX) {
            throw CheckpointIdException.tooLong(length);
        }
        name.chars().forEach(CheckpointId::check);
        if (name.indexOf('/') >= 0 || name.contains("..")) {
            throw CheckpointIdException.of(Reason.PATH_TRAVERSAL);
        }
        if (name.indexOf('|') >= 0 || name.indexOf('=') >= 0) {
            throw CheckpointIdException.of(Reason.FORBIDDEN_SEPARATOR);
        }
    }

    private static void check(int unit) {
        if (unit == 0) {
            throw CheckpointIdException.of(Reason.NUL_BYTE);
        }
        if (unit < 0x20 || unit == 0x7F) {
            throw CheckpointIdException.of(Reason.CONTROL_CHAR);
        }
    }

    /// The checkpoint of this name.
    ///
    /// @throws CheckpointIdException if the name breaks a rule
    public static CheckpointId of(String name) {
        return new CheckpointId(name);
    }

    /// The name.
    @Override
    public String toString() {
        return name;
    }
}
