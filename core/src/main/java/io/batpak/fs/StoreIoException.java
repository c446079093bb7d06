package io.batpak.fs;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A file operation failed. The call may succeed later, for example once space is freed.
///
/// Kind `IO`, fact `io_kind`. After a failed write the bytes behind the written offset are unspecified:
/// truncate or stop using the file. After a failed sync nothing that was written since the last good sync may
/// be relied on.
public final class StoreIoException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    private static final long NO_OFFSET = -1;

    private final String operation;
    private final String file;
    private final long offset;
    private final IoKind ioKind;

    /// A failure without an underlying exception.
    public StoreIoException(IoSite site, IoKind ioKind, String detail) {
        this(site, ioKind, detail, null);
    }

    /// A failure with the exception that caused it; `detail` completes the sentence after the site.
    public StoreIoException(IoSite site, IoKind ioKind, String detail, @Nullable Throwable cause) {
        super(StoreErrorKind.IO, site + ": " + detail, Map.of("io_kind", ioKind.wireName()), cause);
        this.operation = site.operation();
        this.file = site.file();
        this.offset = site.offset().orElse(NO_OFFSET);
        this.ioKind = ioKind;
    }

    /// The verb that failed, for example `write`.
    public String operation() {
        return operation;
    }

    /// Name of the file inside the directory, or the directory itself.
    public String file() {
        return file;
    }

    /// The byte offset of the operation, if it had one.
    public OptionalLong offset() {
        return offset == NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /// The coarse cause.
    public IoKind ioKind() {
        return ioKind;
    }
}
