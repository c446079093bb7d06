package io.batpak.fs;

/// The coarse cause of a failed file operation, with the names batpak 0.9.0 uses.
public enum IoKind {
    /// No file of that name.
    NOT_FOUND("NotFound"),
    /// A file of that name exists already.
    ALREADY_EXISTS("AlreadyExists"),
    /// The file ends before the bytes that were asked for.
    UNEXPECTED_EOF("UnexpectedEof"),
    /// The request itself cannot be honoured: a symbolic link as target, a name with a slash, a negative
    /// offset.
    INVALID_INPUT("InvalidInput"),
    /// The device or the quota is full. May succeed once space is freed.
    STORAGE_FULL("StorageFull"),
    /// The operating system refuses access.
    PERMISSION_DENIED("PermissionDenied"),
    /// Anything else; the message has the words of the operating system.
    OTHER("Other");

    private final String wireName;

    IoKind(String wireName) {
        this.wireName = wireName;
    }

    /// The name used in the fact `io_kind`, for example `NotFound`.
    public String wireName() {
        return wireName;
    }
}
