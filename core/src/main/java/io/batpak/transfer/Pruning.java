package io.batpak.transfer;

import io.batpak.error.BackupDamagedException;
import io.batpak.fs.FileFacts;
import io.batpak.fs.StoreFs;
import io.batpak.model.Hash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Removes old manifests, and then the objects that no manifest names.
///
/// The manifests go first, durably: at no moment, after a crash neither, is there a manifest whose objects were
/// removed. Objects that a crash left without a manifest go at the next pruning.
///
/// @param manifests how many manifests were removed
/// @param objects how many objects were removed
/// @param bytes their length, bytes
/// @param unreadable file names of manifests that cannot be read; then nothing was removed
record Pruning(int manifests, int objects, long bytes, List<String> unreadable) {

    /// Keeps the newest `keep` manifests; 0 keeps all and removes nothing.
    static Pruning of(StoreFs directory, int keep) {
        if (keep == 0) {
            return new Pruning(0, 0, 0, List.of());
        }
        List<Manifest> manifests = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (long number : Manifest.numbers(directory).descendingSet()) {
            try {
                Manifest manifest = Manifest.read(directory, OptionalLong.of(number));
                if (manifest.audit().isEmpty()) {
                    manifests.add(manifest);
                } else {
                    unreadable.add(manifest.fileName());
                }
            } catch (BackupDamagedException damaged) {
                unreadable.add(damaged.file()); // told in the report: nobody knows what it needs
            }
        }
        if (!unreadable.isEmpty()) {
            return new Pruning(0, 0, 0, unreadable);
        }
        int kept = Math.min(keep, manifests.size());
        Set<Hash> named = new HashSet<>();
        manifests.subList(0, kept).forEach(manifest -> named.addAll(manifest.objects()));
        return sweep(directory, manifests.subList(kept, manifests.size()), named);
    }

    private static Pruning sweep(StoreFs directory, List<Manifest> old, Set<Hash> named) {
        // The oldest first: a crash leaves the newer ones.
        old.reversed().forEach(manifest -> directory.delete(manifest.fileName()));
        if (!old.isEmpty()) {
            directory.syncDirectory(); // before any object goes
        }
        int objects = 0;
        long bytes = 0;
        for (String name : directory.list()) {
            Optional<Hash> digest = BackupNames.digestIn(name);
            if (digest.isPresent() && !named.contains(digest.get())) {
                bytes += directory.facts(name).map(FileFacts::length).orElse(0L);
                directory.delete(name);
                objects++;
            }
        }
        if (objects > 0) {
            directory.syncDirectory();
        }
        return new Pruning(old.size(), objects, bytes, List.of());
    }
}
