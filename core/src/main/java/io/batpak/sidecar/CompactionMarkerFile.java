package io.batpak.sidecar;

import io.batpak.error.DirectoryMalformedException;
import io.batpak.format.CompactionMarker;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;

/// `compaction.pending.json`: some segments are about to be replaced by one, and files of both may be there.
///
/// What follows from it is decided in `recovery`. A marker that cannot be read fails the open: nobody could tell
/// which of the segments count.
public final class CompactionMarkerFile {
    /// Its name.
    public static final String NAME = "compaction.pending.json";

    /// A marker of a million segments is shorter.
    private static final int BYTES_MAX = 16 << 20;

    private CompactionMarkerFile() {}

    /// Reads the marker, which must be there; follows a symbolic link.
    ///
    /// @throws DirectoryMalformedException if it is damaged, of a later protocol, or longer than 16 MiB
    /// @throws io.batpak.fs.StoreIoException if it is missing or cannot be read
    public static CompactionMarker read(StoreFs fs) {
        byte[] bytes;
        try (StoreFile file = fs.openReadOnly(NAME)) {
            if (file.length() > BYTES_MAX) {
                throw new DirectoryMalformedException(
                        NAME, "it has " + file.length() + " bytes, more than any compaction writes");
            }
            bytes = new byte[(int) file.length()];
            file.readFully(bytes, 0, bytes.length, 0);
        }
        return switch (CompactionMarker.decode(bytes)) {
            case Decoded.Ok<CompactionMarker>(CompactionMarker marker) -> marker;
            case Decoded.Damaged<CompactionMarker>(Damage damage) ->
                throw new DirectoryMalformedException(NAME, damage.detail() + " (byte " + damage.at() + ")");
        };
    }

    /// Puts the marker in place, durably. See [AtomicFile] for what a failure leaves.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said; `INVALID_INPUT` if the name is a symbolic link
    public static void write(StoreFs fs, CompactionMarker marker) {
        AtomicFile.write(fs, NAME, marker.encode());
    }

    /// Takes the marker away, durably; whether it was there. See [AtomicFile] for what a failure leaves.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said; `INVALID_INPUT` if the name is a symbolic link
    public static boolean remove(StoreFs fs) {
        return AtomicFile.remove(fs, NAME);
    }
}
