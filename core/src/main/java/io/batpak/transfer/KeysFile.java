package io.batpak.transfer;

import io.batpak.format.IdempotencyRow;
import io.batpak.format.IdempotencyTable;
import io.batpak.fs.StoreFile;
import io.batpak.hash.RunningBlake3;
import io.batpak.model.Hash;
import java.util.List;

/// The file of remembered keys as it would be written, without holding it in memory.
final class KeysFile {
    private final List<IdempotencyRow> rows;
    private final byte[] envelope = new byte[IdempotencyTable.ENVELOPE_BYTES];
    private long length = envelope.length;

    KeysFile(List<IdempotencyRow> rows) {
        this.rows = rows;
        IdempotencyTable.encode(rows, (bytes, from, count, at) -> {
            if (at == 0) { // the envelope comes last, because it has the checksum of the rest
                System.arraycopy(bytes, from, envelope, 0, envelope.length);
            } else {
                length = Math.max(length, at + count);
            }
        });
    }

    /// Its length, bytes.
    long length() {
        return length;
    }

    /// The hash of its bytes.
    Hash digest() {
        RunningBlake3 hash = new RunningBlake3();
        hash.update(envelope, 0, envelope.length);
        IdempotencyTable.encode(rows, (bytes, from, count, at) -> {
            if (at > 0) {
                hash.update(bytes, from, count);
            }
        });
        return Hash.of(hash.value());
    }

    /// Writes it to an empty file.
    void writeTo(StoreFile file) {
        IdempotencyTable.encode(rows, file::write);
    }
}
