package io.batpak.payload;

/// Well-formed bytes that are not what a codec asked for. Never leaves the package: it becomes a typed error.
final class ShapeSignal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShapeSignal(String message) {
        super(message, null, false, false);
    }
}
