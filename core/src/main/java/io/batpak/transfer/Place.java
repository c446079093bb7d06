package io.batpak.transfer;

import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a copy shall lie, and its two neighbours: for the destination `NAME` the directory
/// `.NAME.batpak-staged`, in which the copy is made, and `.NAME.batpak-old`, where what it replaces waits to be
/// deleted.
///
/// Looks, and changes nothing.
///
/// @param target the destination
/// @param parent the directory that holds all three; need not exist
/// @param existing the nearest ancestor of them that exists
/// @param staged where the copy is made
/// @param old where the former content waits
record Place(StoreFs target, StoreFs parent, StoreFs existing, StoreFs staged, StoreFs old) {
    private static final String STAGED = ".batpak-staged";
    private static final String OLD = ".batpak-old";
    private static final String VERB = "copy to";

    /// The place for a copy of `source` at `path`.
    ///
    /// @throws StoreIoException `INVALID_INPUT` if the path is a symbolic link, is the source, lies in it or
    ///     holds it, however it is written, or if there is anything but a store there; `ALREADY_EXISTS` if it is
    ///     a file
    static Place of(StoreFs source, Path path) {
        StoreFs target = source.elsewhere(path);
        Path absolute = Path.of(target.directory());
        Path above = absolute.getParent();
        Path name = absolute.getFileName();
        if (above == null || name == null) {
            throw refused(target, IoKind.INVALID_INPUT, "a copy cannot take the place of a root");
        }
        Place place = new Place(
                target,
                source.elsewhere(above),
                nearest(source, above),
                source.elsewhere(above.resolve("." + name + STAGED)),
                source.elsewhere(above.resolve("." + name + OLD)));
        for (StoreFs each : place.all()) {
            place.requireDirectory(each);
        }
        place.requireApart(source);
        place.requireReplaceable();
        return place;
    }

    private static StoreFs nearest(StoreFs source, Path above) {
        for (Path at = above; at != null; at = at.getParent()) {
            StoreFs found = source.elsewhere(at);
            if (found.exists()) {
                found.create(); // creates nothing, but learns the path without symbolic links
                return found;
            }
        }
        throw refused(source.elsewhere(above), IoKind.NOT_FOUND, "not even its root exists");
    }

    private List<StoreFs> all() {
        return List.of(target, staged, old);
    }

    private void requireDirectory(StoreFs directory) {
        String name = String.valueOf(Path.of(directory.directory()).getFileName());
        Optional<FileFacts> facts = parent.exists() ? parent.facts(name) : Optional.empty();
        if (facts.map(FileFacts::symbolicLink).orElse(false)) {
            throw refused(directory, IoKind.INVALID_INPUT, "refusing to write through symlink");
        }
        if (facts.isPresent() && !directory.exists()) {
            throw refused(directory, IoKind.ALREADY_EXISTS, "there is a file");
        }
    }

    private void requireApart(StoreFs source) {
        if (isAtOrAbove(source, existing)) {
            throw refused(target, IoKind.INVALID_INPUT, "a store cannot be copied into itself");
        }
        for (StoreFs each : all()) {
            if (isAtOrAbove(each, source)) {
                throw refused(each, IoKind.INVALID_INPUT, "it is the source, or the source lies in it");
            }
        }
    }

    /// By identity, since one directory may have many paths; `low` has its path without symbolic links.
    private static boolean isAtOrAbove(StoreFs high, StoreFs low) {
        for (Path at = Path.of(low.directory()); at != null; at = at.getParent()) {
            if (high.isSameDirectory(high.elsewhere(at))) {
                return true;
            }
        }
        return false;
    }

    /// @throws StoreIoException `INVALID_INPUT` if something is in the way that is no store
    void requireReplaceable() {
        all().stream().filter(StoreFs::exists).forEach(StoreFiles::requireNothingElse);
    }

    /// @throws StoreIoException `STORAGE_FULL` if the file system has less room than that
    void requireRoom(long bytes) {
        long usable = existing.usableBytes();
        if (usable < bytes) {
            throw refused(target, IoKind.STORAGE_FULL, "the copy needs " + bytes + " bytes, " + usable + " are free");
        }
    }

    static StoreIoException refused(StoreFs target, IoKind why, String words) {
        return new StoreIoException(IoSite.of(VERB, target.directory()), why, words);
    }
}
