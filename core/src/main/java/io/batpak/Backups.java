package io.batpak;

import io.batpak.fs.StoreFs;
import io.batpak.model.RestoreProof;
import io.batpak.model.RestoreReport;
import io.batpak.transfer.BackupCheck;
import io.batpak.transfer.RestoreRun;
import java.nio.file.Path;
import java.util.OptionalLong;

/// What is done with backups that {@link Store#backup} made: checking and restoring them. No store is open for
/// it; nothing in a backup directory is changed, apart from the empty file of its lock.
///
/// Any thread. One call at a time works in one backup directory.
///
/// All methods throw {@link io.batpak.error.BackupMissingException} when there is no such manifest,
/// {@link io.batpak.error.BackupDamagedException} when it cannot be trusted,
/// {@link io.batpak.fs.StoreLockedException} when somebody else works in the directory, and
/// {@link io.batpak.fs.StoreIoException} for what a disk said.
public final class Backups {
    private Backups() {}

    /// Restores the newest backup. See {@link #restore(StoreFs, StoreFs, OptionalLong)}.
    public static RestoreReport restore(Path backup, Path destination) {
        return restore(StoreFs.local(backup), StoreFs.local(destination), OptionalLong.empty());
    }

    /// Restores the backup with this number. See {@link #restore(StoreFs, StoreFs, OptionalLong)}.
    public static RestoreReport restore(Path backup, Path destination, long manifest) {
        return restore(StoreFs.local(backup), StoreFs.local(destination), OptionalLong.of(manifest));
    }

    /// Puts a journal back, into a directory that is absent or empty. All of it is proven against the manifest
    /// byte for byte before the destination is touched; then it is put in place as a whole. When the call
    /// returns, it survives a crash of the machine; until then the destination is as it was.
    ///
    /// The journal has exactly the events of the backup with their sequences; the next session that opens it
    /// goes on behind them.
    ///
    /// @param manifest number of the backup; empty for the newest
    /// @return the proof, which is without findings
    /// @throws io.batpak.error.BackupDamagedException with all findings, if there are any; nothing was restored
    /// @throws io.batpak.fs.StoreIoException kind `INVALID_INPUT` if the destination is a symbolic link, a file,
    ///     or the backup directory, or one lies in the other; `ALREADY_EXISTS` if it is not empty; `STORAGE_FULL`
    ///     if there is not enough space. If the last step fails, the sync of the new name, the destination may
    ///     be complete
    public static RestoreReport restore(StoreFs backup, StoreFs destination, OptionalLong manifest) {
        return RestoreRun.run(backup, destination, manifest);
    }

    /// Checks the newest backup. See {@link #check(StoreFs, OptionalLong)}.
    public static RestoreProof check(Path backup) {
        return check(StoreFs.local(backup), OptionalLong.empty());
    }

    /// Checks the backup with this number. See {@link #check(StoreFs, OptionalLong)}.
    public static RestoreProof check(Path backup, long manifest) {
        return check(StoreFs.local(backup), OptionalLong.of(manifest));
    }

    /// Reads everything a backup consists of and compares it with the manifest.
    ///
    /// @param manifest number of the backup; empty for the newest
    /// @return the proof, with what was found
    /// @throws io.batpak.error.BackupDamagedException also if a file that is no segment is missing or damaged,
    ///     about which a proof says nothing
    public static RestoreProof check(StoreFs backup, OptionalLong manifest) {
        return BackupCheck.objects(backup, manifest);
    }

    /// Compares the segments of a directory with the newest backup. See
    /// {@link #compare(StoreFs, OptionalLong, StoreFs)}.
    public static RestoreProof compare(Path backup, Path directory) {
        return compare(StoreFs.local(backup), OptionalLong.empty(), StoreFs.local(directory));
    }

    /// Compares the segments of a directory with a backup: one that was restored and has not been opened since,
    /// or a copy of unknown origin. The directory is only read, without its lock.
    ///
    /// @param manifest number of the backup; empty for the newest
    /// @return the proof, with what was found
    public static RestoreProof compare(StoreFs backup, OptionalLong manifest, StoreFs directory) {
        return BackupCheck.directory(backup, manifest, directory);
    }
}
