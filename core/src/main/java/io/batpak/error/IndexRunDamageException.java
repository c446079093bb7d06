package io.batpak.error;

import java.util.Map;

/// A file of the journal's own index (`*.fbx`) is not what was written. Kind `CORRUPT_SEGMENT`, fact `file`.
///
/// Nothing is lost: such a file repeats what the segments hold. A writing handle that met the damage deletes it
/// when it is closed, and the next open reads the segments; a read that met the damage returned nothing.
public final class IndexRunDamageException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final String file;

    /// Damage in `file`, with the finding in words.
    public IndexRunDamageException(String file, String detail) {
        super(
                StoreErrorKind.CORRUPT_SEGMENT,
                "index run " + file + " is damaged (" + detail + "); it holds nothing that the segments do not hold,"
                        + " so it is safe to delete it while the journal is closed",
                Map.of("file", file));
        this.file = file;
    }

    /// Name of the damaged file.
    public String file() {
        return file;
    }
}
