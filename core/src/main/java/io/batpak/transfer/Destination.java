package io.batpak.transfer;

import io.batpak.fs.DirectoryLock;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.StoreFileKind;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The destination of one copy, from the first look at it until the copy is in place.
///
/// The order keeps every crash harmless. The copy is complete and durable in the staging directory before anything
/// happens to the destination. Then the former content is moved aside, durably; then the copy is moved into place,
/// durably; then the former content is deleted. A crash leaves the destination as it was, or for the moment between
/// the two moves absent, or complete. The next copy to the same destination puts back what was moved aside if
/// there is nothing in its place, and removes what else was left.
///
/// The staging directory is locked from its birth, so that two copies to one destination exclude each other; the
/// lock goes along with the directory, so nobody opens the copy before it is durable. Former content is locked as
/// well.
final class Destination implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.batpak");

    private final Place place;
    private @Nullable DirectoryLock formerLock;
    private @Nullable DirectoryLock stagedLock;
    private boolean madeStaged;
    private boolean wasEmptyDirectory;
    private long cleared;

    private Destination(Place place) {
        this.place = place;
    }

    /// Looks at the destination and locks what is there.
    ///
    /// @throws StoreIoException see [Place#of]
    /// @throws io.batpak.fs.StoreLockedException if a store is open there
    static Destination of(StoreFs source, Path path) {
        Destination destination = new Destination(Place.of(source, path));
        try {
            destination.lockFormer();
            return destination;
        } catch (RuntimeException | Error e) {
            destination.close();
            throw e;
        }
    }

    /// Nobody locks an empty directory: a rename only replaces it if it still is one.
    private void lockFormer() {
        if (formerLock == null && StoreFiles.isOccupied(place.target())) {
            formerLock = place.target().lock(StoreFileKind.LOCK_FILE, LockMode.MUTABLE);
            place.requireReplaceable(); // it may have changed in the meantime
        }
    }

    /// How many files of a store the copy will take the place of, by the count of 0.9.0.
    long cleared() {
        return cleared;
    }

    /// @throws StoreIoException `STORAGE_FULL`
    void requireRoom(long bytes) {
        place.requireRoom(bytes);
    }

    /// Has the copy made in the staging directory and puts it in place, durably. If anything fails, the
    /// destination is as before.
    ///
    /// @param filling gets the empty staging directory in [#staged]; what it writes is durable, its names need
    ///     not be
    <T> T fill(Supplier<T> filling) {
        T result;
        try {
            begin();
            result = filling.get();
            place.staged().syncDirectory();
            replace();
        } catch (RuntimeException | Error e) {
            undo(e);
            throw e;
        }
        removeFormer();
        return result;
    }

    /// Where the copy is made.
    StoreFs staged() {
        return place.staged();
    }

    private void begin() {
        createParents();
        madeStaged = !place.staged().exists();
        place.staged().create();
        stagedLock = place.staged().lock(StoreFileKind.LOCK_FILE, LockMode.MUTABLE);
        StoreFiles.clear(place.staged(), StoreFileKind.LOCK_FILE);
        settleOld();
        lockFormer();
        wasEmptyDirectory = place.target().exists() && formerLock == null;
        cleared = formerLock == null ? 0 : StoreFiles.count(place.target());
    }

    private void createParents() {
        place.parent().create();
        StoreFs parent = place.parent();
        while (!place.existing().isSameDirectory(parent)) {
            parent = above(parent);
            parent.syncDirectory();
        }
    }

    private static StoreFs above(StoreFs directory) {
        return directory.elsewhere(Path.of(directory.directory(), "..").normalize());
    }

    /// What an interrupted copy moved aside goes back where it was, or away if its successor came into place. That
    /// has its name for good before: a killed process need not have made its last rename durable.
    private void settleOld() {
        if (!place.old().exists()) {
            return;
        }
        if (StoreFiles.isOccupied(place.target())) {
            place.parent().syncDirectory();
            StoreFiles.remove(place.old());
        } else {
            place.old().moveDirectory(place.target());
        }
    }

    private void replace() {
        if (formerLock != null) {
            place.target().moveDirectory(place.old());
        }
        place.staged().moveDirectory(place.target());
    }

    private void removeFormer() {
        try {
            if (place.old().exists()) {
                StoreFiles.remove(place.old());
                place.parent().syncDirectory();
            }
        } catch (StoreIoException e) {
            // The copy is in place and durable; the next one to this destination removes the rest.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what the copy replaced is left in " + place.old().directory(),
                    e);
        }
    }

    /// Puts everything back, as far as it can; what it cannot is told with the failure.
    private void undo(Throwable failure) {
        attempt(failure, this::takeBack);
        attempt(failure, this::putBack);
        attempt(failure, this::removeStaged);
        attempt(failure, this::removeParents);
    }

    /// A rename that happened may have failed afterwards, when it should have become durable.
    private void takeBack() {
        if (stagedLock != null && !place.staged().exists() && place.target().exists()) {
            place.target().moveDirectory(place.staged());
        }
    }

    private void putBack() {
        if (formerLock != null && place.old().exists() && !StoreFiles.isOccupied(place.target())) {
            place.old().moveDirectory(place.target());
        } else if (wasEmptyDirectory && !place.target().exists()) {
            place.target().create();
        }
    }

    private void removeStaged() {
        if (!place.staged().exists()) {
            return;
        }
        if (stagedLock != null) {
            StoreFiles.remove(place.staged());
            place.parent().syncDirectory();
        } else if (madeStaged && place.staged().entries().isEmpty()) {
            place.staged().deleteDirectory();
        }
    }

    private void removeParents() {
        StoreFs parent = place.parent();
        while (!place.existing().isSameDirectory(parent) && parent.exists() && !StoreFiles.isOccupied(parent)) {
            parent.deleteDirectory();
            parent = above(parent);
        }
    }

    private static void attempt(Throwable failure, Runnable step) {
        try {
            step.run();
        } catch (StoreIoException e) {
            failure.addSuppressed(e);
        }
    }

    /// Gives the locks back.
    @Override
    public void close() {
        close(stagedLock);
        close(formerLock);
    }

    private static void close(@Nullable DirectoryLock lock) {
        if (lock != null) {
            lock.close();
        }
    }
}
