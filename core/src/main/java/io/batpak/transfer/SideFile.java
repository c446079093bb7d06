package io.batpak.transfer;

import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.sidecar.RetentionCutsFile;
import java.util.Optional;

/// A file that belongs to a journal beside its segments, as a manifest names it: by a number.
enum SideFile {
    /// What cancelled fences hide.
    VISIBILITY_RANGES(1, HiddenRangesFile.NAME),
    /// Keys of events that may be gone.
    IDEMPOTENCY(2, IdempotencyFile.NAME),
    /// Where a compaction cut hash chains.
    RETENTION_CUTS(3, RetentionCutsFile.NAME),
    /// The index that 0.9.0 reads first; only in a backup when it may know sequences that nothing else knows.
    MMAP_INDEX(4, "index.fbati"),
    /// The older form of that index.
    CHECKPOINT(5, "index.ckpt");

    private final long kindId;
    private final String fileName;

    SideFile(long kindId, String fileName) {
        this.kindId = kindId;
        this.fileName = fileName;
    }

    /// Its number in an attestation.
    long kindId() {
        return kindId;
    }

    /// Its name in the directory of a journal.
    String fileName() {
        return fileName;
    }

    /// The file with this number.
    static Optional<SideFile> of(long kindId) {
        for (SideFile file : values()) {
            if (file.kindId == kindId) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
