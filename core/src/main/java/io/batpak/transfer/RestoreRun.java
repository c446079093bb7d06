package io.batpak.transfer;

import io.batpak.error.BackupDamagedException;
import io.batpak.format.RestoreProofs;
import io.batpak.fs.DirectoryLock;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.Hash;
import io.batpak.model.ManifestFinding;
import io.batpak.model.RestoreProof;
import io.batpak.model.RestoreReport;
import io.batpak.segment.SegmentName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Puts a journal back from a backup: all of it, proven, or nothing.
///
/// The files are copied into a directory beside the destination, each hashed on the way and synced. Only when
/// all of them are what the manifest says, the whole directory is renamed. A crash leaves the destination as it
/// was, or complete; what it leaves beside it is cleaned up by the next run.
public final class RestoreRun {
    private static final String STAGING_PREFIX = ".";
    private static final String STAGING_SUFFIX = ".batpak-restore";

    /// The lock of a journal, taken so that nobody opens the directory before it is complete.
    private static final String JOURNAL_LOCK = ".batpak.lock";

    private final ObjectFiles objects;
    private final StoreFs backup;
    private final StoreFs staging;
    private final List<SegmentRef> observed = new ArrayList<>();
    private int files;
    private long bytes;

    private RestoreRun(StoreFs backup, StoreFs staging) {
        this.backup = backup;
        this.staging = staging;
        this.objects = new ObjectFiles(backup);
    }

    /// Restores a manifest.
    ///
    /// @param number which manifest; empty for the newest
    /// @throws BackupDamagedException if the manifest cannot be read, or anything it names is missing or damaged;
    ///     all findings are in it
    /// @throws io.batpak.error.BackupMissingException if there is no such manifest
    /// @throws StoreIoException `INVALID_INPUT`, `ALREADY_EXISTS`, `STORAGE_FULL` when the destination will not
    ///     do, before anything is touched; else what a disk said. If renaming is what failed, the destination
    ///     may be complete
    /// @throws io.batpak.fs.StoreLockedException when somebody else works in the backup, or restores to the same
    ///     destination
    public static RestoreReport run(StoreFs backup, StoreFs destination, OptionalLong number) {
        BackupPlace.requireForRestore(backup, destination);
        return BackupCheck.locked(backup, number, manifest -> restore(backup, destination, manifest));
    }

    private static RestoreReport restore(StoreFs backup, StoreFs destination, Manifest manifest) {
        refuse(manifest, manifest.audit());
        ObjectFiles objects = new ObjectFiles(backup);
        long needed = manifest.objects().stream()
                .mapToLong(digest -> objects.length(digest).orElse(0))
                .sum();
        BackupPlace.requireSpace(destination, needed);
        StoreFs parent = BackupPlace.parent(destination);
        BackupPlace.createDurably(parent);
        String name = STAGING_PREFIX + BackupPlace.leaf(destination) + STAGING_SUFFIX;
        StoreFs staging = parent.elsewhere(Path.of(parent.directory()).resolve(name));
        requireOurs(staging);
        staging.create();
        try (DirectoryLock _ = staging.lock(JOURNAL_LOCK, LockMode.MUTABLE)) {
            return new RestoreRun(backup, staging).run(manifest, destination);
        }
    }

    private static void refuse(Manifest manifest, List<ManifestFinding> findings) {
        if (!findings.isEmpty()) {
            throw new BackupDamagedException(
                    manifest.fileName(), findings.stream().map(Object::toString).toList());
        }
    }

    /// What a crash left of an earlier run may go; anything else is somebody's.
    private static void requireOurs(StoreFs staging) {
        for (String name : staging.exists() ? staging.entries() : List.<String>of()) {
            if (!name.equals(JOURNAL_LOCK) && !isJournalFile(name)) {
                throw new StoreIoException(
                        IoSite.of("restore in", staging.directory()),
                        IoKind.ALREADY_EXISTS,
                        "it holds " + name + ", which no restore has left");
            }
        }
    }

    private static boolean isJournalFile(String name) {
        for (SideFile file : SideFile.values()) {
            if (file.fileName().equals(name)) {
                return true;
            }
        }
        return SegmentName.parse(name).isPresent();
    }

    private RestoreReport run(Manifest manifest, StoreFs destination) {
        try {
            clear();
            manifest.body().segments().forEach(this::segment);
            RestoreProof proof = RestoreProofs.compare(manifest.body(), Optional.of(manifest.claimed()), observed);
            refuse(manifest, proof.findings());
            manifest.sideFiles().forEach(this::sideFile);
            staging.syncDirectory();
            staging.moveDirectory(destination);
            return new RestoreReport(manifest.number(), manifest.body(), proof, files, bytes);
        } catch (RuntimeException | Error failure) {
            remove(failure);
            throw failure;
        }
    }

    private void clear() {
        for (String name : staging.list()) {
            if (isJournalFile(name)) {
                staging.delete(name);
            }
        }
    }

    private void segment(SegmentRef segment) {
        Hash digest = segment.bytesDigest();
        if (objects.length(digest).isPresent()) { // else the proof says that it is missing
            String name = SegmentName.of(segment.segmentId()).fileName();
            observed.add(new SegmentRef(segment.segmentId(), copy(digest, name)));
        }
    }

    private void sideFile(SideFile file, Hash digest) {
        if (objects.length(digest).isEmpty()) {
            throw new BackupDamagedException(BackupNames.object(digest), file.fileName() + " is missing");
        }
        if (!copy(digest, file.fileName()).equals(digest)) {
            throw new BackupDamagedException(BackupNames.object(digest), file.fileName() + " has other bytes");
        }
    }

    private Hash copy(Hash object, String name) {
        try (StoreFile from = backup.openReadOnly(BackupNames.object(object));
                StoreFile to = staging.createNew(name)) {
            long length = from.length();
            Hash digest = HashedCopy.copy(HashedCopy.bytesOf(from), length, to);
            files++;
            bytes += length;
            return digest;
        }
    }

    private void remove(Throwable failure) {
        try {
            if (staging.exists()) { // else it has become the destination
                clear();
                staging.delete(JOURNAL_LOCK);
                staging.deleteDirectory();
            }
        } catch (StoreIoException second) {
            failure.addSuppressed(second);
        }
    }
}
