package io.batpak.transfer;

import io.batpak.error.BackupDamagedException;
import io.batpak.format.RestoreProofs;
import io.batpak.fs.DirectoryLock;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.Hash;
import io.batpak.model.RestoreProof;
import io.batpak.segment.SegmentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Compares what is there with a manifest; changes nothing.
public final class BackupCheck {
    private BackupCheck() {}

    /// Reads every object that a manifest names.
    ///
    /// @param number which manifest; empty for the newest
    /// @return how the segments compare
    /// @throws BackupDamagedException if the manifest cannot be read, or a file that is no segment is missing or
    ///     damaged, about which a proof says nothing
    /// @throws io.batpak.error.BackupMissingException if there is no such manifest
    public static RestoreProof objects(StoreFs backup, OptionalLong number) {
        return locked(backup, number, manifest -> {
            ObjectFiles objects = new ObjectFiles(backup);
            manifest.sideFiles().forEach((file, digest) -> requireIntact(objects, file, digest));
            List<SegmentRef> observed = new ArrayList<>();
            Map<Hash, Hash> seen = new HashMap<>();
            for (SegmentRef segment : manifest.body().segments()) {
                Hash digest = segment.bytesDigest();
                if (objects.length(digest).isPresent()) {
                    observed.add(new SegmentRef(segment.segmentId(), seen.computeIfAbsent(digest, objects::observe)));
                }
            }
            return RestoreProofs.compare(manifest.body(), Optional.of(manifest.claimed()), observed);
        });
    }

    private static void requireIntact(ObjectFiles objects, SideFile file, Hash digest) {
        if (objects.length(digest).isEmpty()) {
            throw new BackupDamagedException(BackupNames.object(digest), file.fileName() + " is missing");
        }
        if (!objects.isIntact(digest)) {
            throw new BackupDamagedException(BackupNames.object(digest), file.fileName() + " has other bytes");
        }
    }

    /// Reads every segment of a directory, for example one that was restored and not opened yet.
    ///
    /// @param number which manifest; empty for the newest
    /// @return how the segments compare
    /// @throws BackupDamagedException if the manifest cannot be read
    /// @throws io.batpak.error.BackupMissingException if there is no such manifest
    public static RestoreProof directory(StoreFs backup, OptionalLong number, StoreFs journal) {
        return locked(backup, number, manifest -> {
            List<SegmentRef> observed = new ArrayList<>();
            for (String file : journal.list()) {
                SegmentName.parse(file).ifPresent(name -> observed.add(new SegmentRef(name.id(), hash(journal, file))));
            }
            return RestoreProofs.compare(manifest.body(), Optional.of(manifest.claimed()), observed);
        });
    }

    private static Hash hash(StoreFs directory, String name) {
        try (StoreFile file = directory.openReadOnly(name)) {
            return HashedCopy.hash(HashedCopy.bytesOf(file), file.length());
        }
    }

    interface Work<T> {
        T on(Manifest manifest);
    }

    /// Works on a manifest while nobody changes the backup directory.
    static <T> T locked(StoreFs backup, OptionalLong number, Work<T> work) {
        Manifest.read(backup, number); // before the lock, which would create a file in a directory of any kind
        try (DirectoryLock _ = backup.lock(BackupNames.LOCK, LockMode.READ_ONLY)) {
            return work.on(Manifest.read(backup, number));
        }
    }
}
