package io.batpak.msgpack;

/// The bytes are not the MessagePack that the caller asked for.
///
/// Cheap on purpose: no stack trace, no suppressed exceptions. It never leaves the library; the codec that
/// asked turns it into a damage value or a typed error.
public final class MessageFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is wrong at [#offset()].
    public enum Reason {
        /// The message ends inside a value, or a length claims more than the bytes that are left.
        TRUNCATED,
        /// A value of another type than asked for.
        UNEXPECTED_TYPE,
        /// An integer that does not fit the range asked for.
        OUT_OF_RANGE,
        /// A byte sequence or id whose length is not the one asked for.
        WRONG_LENGTH,
        /// A string that is not well-formed UTF-8.
        INVALID_UTF8,
        /// A value nested in [MessageReader#MAX_DEPTH] containers or more.
        TOO_DEEP,
        /// The byte 0xC1, which MessagePack never uses.
        RESERVED_BYTE
    }

    private final Reason reason;
    private final int offset;

    /// @param offset bytes from the start of the message to the value that is wrong
    public MessageFormatException(Reason reason, int offset) {
        super(null, null, false, false);
        this.reason = reason;
        this.offset = offset;
    }

    /// What is wrong.
    public Reason reason() {
        return reason;
    }

    /// Bytes from the start of the message (where the reader was reset) to the value that is wrong.
    public int offset() {
        return offset;
    }

    @Override
    public String getMessage() {
        return reason + " at message offset " + offset;
    }
}
