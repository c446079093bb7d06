package io.batpak.index;

import io.batpak.model.Extensions;
import java.util.concurrent.ConcurrentHashMap;

/// Receipt extensions by row: those given at insert, and those read from frames on first need.
///
/// Threads: one inserting thread, any number of readers. Two readers may read the same frame at once; both
/// get the same extensions, which the frame cannot change.
final class RowExtensions {
    private final MemoryPart part;
    private final Rows rows;
    private final ExtensionSource source;
    private final ConcurrentHashMap<Integer, Extensions> byRow = new ConcurrentHashMap<>();

    RowExtensions(MemoryPart part, ExtensionSource source) {
        this.part = part;
        this.rows = part.rows;
        this.source = source;
    }

    /// Stores the extensions of a row before it is published.
    void put(int row, Extensions extensions) {
        byRow.put(row, extensions);
    }

    Extensions of(int row) {
        int state = rows.extensionState(row);
        if (state == RowChunk.EXTENSIONS_NONE) {
            return Extensions.none();
        }
        Extensions stored = byRow.get(row);
        if (stored != null) {
            return stored;
        }
        if (state == RowChunk.EXTENSIONS_KNOWN) {
            throw new IllegalStateException("row " + row + " lost its extensions");
        }
        Extensions read = source.read(rows.position(row), () -> part.retired(row));
        if (read.isEmpty()) {
            rows.forgetUnknownExtensions(row);
        } else {
            byRow.put(row, read);
        }
        return read;
    }
}
