package io.batpak.shape;

/// The bytes do not have the shape that was asked for. It never leaves the library: whoever asked turns it into
/// a typed error. No stack trace.
public final class ShapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String detail;
    private final int offset;

    /// @param detail what is wrong
    /// @param offset bytes from the start of the message to where it was noticed
    public ShapeException(String detail, int offset) {
        super(null, null, false, false);
        this.detail = detail;
        this.offset = offset;
    }

    /// What is wrong, and where.
    @Override
    public String getMessage() {
        return detail + " at offset " + offset;
    }
}
