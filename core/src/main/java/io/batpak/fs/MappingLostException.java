package io.batpak.fs;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// A page of a mapped file has vanished: somebody truncated the file under us, or the device failed.
///
/// Kind `IO`, fact `io_kind`. The copy that failed returned nothing; other mappings are not affected.
public final class MappingLostException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final String file;

    /// A lost page of `file`.
    public MappingLostException(String file, Throwable cause) {
        super(
                StoreErrorKind.IO,
                "a mapped page of " + file + " can no longer be read",
                Map.of("io_kind", IoKind.OTHER.wireName()),
                cause);
        this.file = file;
    }

    /// Name of the mapped file.
    public String file() {
        return file;
    }
}
