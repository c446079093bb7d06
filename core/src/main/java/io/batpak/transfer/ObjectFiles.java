package io.batpak.transfer;

import io.batpak.format.ByteSource;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;
import io.batpak.model.Hash;
import io.batpak.sidecar.AtomicFile;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// The files of a backup directory that are named by the hash of their bytes.
///
/// An object is copied under a staging name, synced and renamed, so one that is there is whole. Its name is
/// durable after the directory was synced, which is left to the caller.
final class ObjectFiles {
    private final StoreFs directory;
    private final Set<Long> lengths = new HashSet<>();

    ObjectFiles(StoreFs directory) {
        this.directory = directory;
        for (String name : directory.list()) {
            if (BackupNames.digestIn(name).isPresent()) {
                directory.facts(name).ifPresent(facts -> lengths.add(facts.length()));
            }
        }
    }

    /// Whether some object had this length when the directory was listed, so that bytes of that length may be
    /// here already.
    boolean mayHave(long length) {
        return lengths.contains(length);
    }

    /// The length of an object, bytes; empty if it is not there.
    OptionalLong length(Hash digest) {
        FileFacts facts = directory.facts(BackupNames.object(digest)).orElse(null);
        return facts != null && facts.regular() ? OptionalLong.of(facts.length()) : OptionalLong.empty();
    }

    /// Whether an object is there with its whole length.
    boolean has(Hash digest, long length) {
        OptionalLong found = length(digest);
        return found.isPresent() && found.getAsLong() == length;
    }

    /// Whether the bytes of an object that is there hash to its name.
    boolean isIntact(Hash digest) {
        return observe(digest).equals(digest);
    }

    /// What the bytes of an object that is there hash to.
    Hash observe(Hash digest) {
        try (StoreFile file = directory.openReadOnly(BackupNames.object(digest))) {
            return HashedCopy.hash(HashedCopy.bytesOf(file), file.length());
        }
    }

    /// Copies bytes into an object and answers their hash. An object of that name is replaced.
    Hash put(ByteSource from, long length) {
        return staged(file -> HashedCopy.copy(from, length, file));
    }

    /// Writes an object and answers the hash of its bytes. An object of that name is replaced.
    Hash put(AtomicFile.Content content) {
        return staged(file -> {
            content.writeTo(file);
            file.sync(SyncMode.ALL);
            return HashedCopy.hash(HashedCopy.bytesOf(file), file.length());
        });
    }

    private interface Filling {
        Hash fill(StoreFile file);
    }

    private Hash staged(Filling filling) {
        deleteIncoming();
        try {
            Hash digest;
            try (StoreFile file = directory.createNew(BackupNames.INCOMING)) {
                digest = filling.fill(file);
            }
            directory.rename(BackupNames.INCOMING, BackupNames.object(digest));
            return digest;
        } catch (RuntimeException | Error failure) {
            try {
                deleteIncoming();
            } catch (StoreIoException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    private void deleteIncoming() {
        if (directory.facts(BackupNames.INCOMING).isPresent()) {
            directory.delete(BackupNames.INCOMING);
        }
    }
}
