package io.batpak.payload;

import org.jspecify.annotations.Nullable;

/// Well-formed bytes that are not what a codec asked for. Never leaves the package but through a codec: it becomes
/// a typed error.
final class ShapeSignal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    ShapeSignal(String message) {
        this("", message, null);
    }

    /// @param field the path of the field below the one that is being read; empty for that one
    ShapeSignal(String field, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }
}
