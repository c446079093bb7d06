package io.batpak.delivery;

import io.batpak.error.ConfigurationException;
import io.batpak.error.CursorCheckpointCorruptException;
import io.batpak.error.CursorCheckpointRegionMismatchException;
import io.batpak.format.CursorCheckpoint;
import io.batpak.fs.StoreFs;
import io.batpak.model.Region;
import io.batpak.sidecar.CursorFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// The places that consumers of one journal keep, by name: `cursors/NAME.ckpt` in its directory. Copies of a
/// journal do not take them along.
///
/// Threads: any. Format: docs/formats/cursor-checkpoint.md
public final class Checkpoints {
    private final DeliverySource source;
    private final CursorFiles files;
    private final Set<CheckpointId> inUse = ConcurrentHashMap.newKeySet();
    private final ReentrantLock tidying = new ReentrantLock();
    private boolean tidied;

    private Checkpoints(DeliverySource source) {
        this.source = source;
        this.files = new CursorFiles(source.directory());
    }

    /// The places in the directory of a journal that is open for writing; a journal makes its own.
    public static Checkpoints in(DeliverySource source) {
        return new Checkpoints(source);
    }

    /// Takes away files that writers which were killed left half-done: once, before the first consumer writes.
    private void tidy() {
        tidying.lock();
        try {
            if (!tidied) {
                source.whileOpen(files::tidy);
                tidied = true;
            }
        } finally {
            tidying.unlock();
        }
    }

    /// A kept place.
    ///
    /// @param id its name
    /// @param after the last event that was dealt with; empty if none was
    /// @param region identity of the region that is followed, see [Region#checkpointIdentity]; empty if it is not
    ///     told
    /// @param inUse whether a consumer has it now
    public record Place(CheckpointId id, OptionalLong after, Optional<String> region, boolean inUse) {}

    /// A cursor that begins at the kept place of this name, or where the options say if there is none.
    ///
    /// @throws CheckpointInUseException when another consumer of this journal has the name
    /// @throws CursorCheckpointCorruptException when the place cannot be read, or lies ahead of the journal
    /// @throws CursorCheckpointRegionMismatchException when it was made for another region
    /// @throws ConfigurationException when the name is too long for a file
    /// @throws io.batpak.fs.StoreIoException what the disk said
    public CheckpointedCursor open(Region region, CheckpointId id, CursorOptions options) {
        requireFileName(id);
        if (!inUse.add(id)) {
            throw new CheckpointInUseException(id);
        }
        try {
            tidy();
            Optional<CursorCheckpoint> stored = files.load(id.name());
            stored.ifPresent(found -> check(found, region, id));
            OptionalLong after = stored.isPresent() ? stored.get().after() : options.after();
            Cursor cursor = Cursor.over(source, region, new CursorOptions(after, options.gapsKept()));
            return new CheckpointedCursor(source, id, files, cursor, () -> inUse.remove(id));
        } catch (Throwable t) {
            inUse.remove(id);
            throw t;
        }
    }

    private void check(CursorCheckpoint stored, Region region, CheckpointId id) {
        String expected = region.checkpointIdentity();
        if (!stored.region().equals(Optional.of(expected))) {
            throw new CursorCheckpointRegionMismatchException(files.file(id.name()), stored.region(), expected);
        }
        OptionalLong newest = source.newest();
        OptionalLong after = stored.after();
        if (after.isPresent() && (newest.isEmpty() || newest.getAsLong() < after.getAsLong())) {
            String end = newest.isPresent() ? "ends at " + newest.getAsLong() : "is empty";
            throw new CursorCheckpointCorruptException(
                    files.file(id.name()),
                    "position " + after.getAsLong() + " lies ahead of the journal, which " + end);
        }
    }

    private static void requireFileName(CheckpointId id) {
        int length = id.name().getBytes(StandardCharsets.UTF_8).length;
        if (length > CursorFiles.NAME_BYTES_MAX) {
            throw new ConfigurationException(
                    "UTF-8 bytes of the checkpoint id", length, "at most " + CursorFiles.NAME_BYTES_MAX);
        }
    }

    /// The kept place of this name; empty if there is none.
    ///
    /// @throws CursorCheckpointCorruptException when it cannot be read
    public Optional<Place> find(CheckpointId id) {
        requireFileName(id);
        return files.load(id.name()).map(found -> place(id, found));
    }

    /// What [#list] answers, of the directory of a journal that nobody writes to now.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said
    public static List<CheckpointId> listIn(StoreFs journal) {
        return ids(new CursorFiles(journal));
    }

    /// What [#find] answers, of the directory of a journal that nobody writes to now.
    ///
    /// @throws CursorCheckpointCorruptException when it cannot be read
    public static Optional<Place> findIn(StoreFs journal, CheckpointId id) {
        requireFileName(id);
        return new CursorFiles(journal)
                .load(id.name())
                .map(found -> new Place(id, found.after(), found.region(), false));
    }

    private Place place(CheckpointId id, CursorCheckpoint stored) {
        return new Place(id, stored.after(), stored.region(), inUse.contains(id));
    }

    /// The names of all kept places, ascending. Files whose names no consumer can have are passed over.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said
    public List<CheckpointId> list() {
        return ids(files);
    }

    private static List<CheckpointId> ids(CursorFiles files) {
        return files.names().stream().flatMap(name -> id(name).stream()).toList();
    }

    private static Optional<CheckpointId> id(String name) {
        try {
            return Optional.of(CheckpointId.of(name));
        } catch (CheckpointIdException e) {
            return Optional.empty(); // somebody else's file
        }
    }

    /// Forgets a place, durably: the next consumer of this name begins anew.
    ///
    /// @return whether there was one
    /// @throws CheckpointInUseException when a consumer has it
    /// @throws io.batpak.fs.StoreIoException what the disk said
    public boolean reset(CheckpointId id) {
        requireFileName(id);
        if (!inUse.add(id)) {
            throw new CheckpointInUseException(id);
        }
        try {
            AtomicBoolean removed = new AtomicBoolean();
            source.whileOpen(() -> removed.set(files.remove(id.name())));
            return removed.get();
        } finally {
            inUse.remove(id);
        }
    }
}
