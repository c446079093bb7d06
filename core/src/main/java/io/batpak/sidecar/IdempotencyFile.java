package io.batpak.sidecar;

import io.batpak.error.IdempotencyFutureVersionException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.IdempotencyTable;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import java.util.List;
import java.util.Optional;

/// `index.idemp`: idempotency keys remembered beyond the events in the log.
///
/// A key is the id of its event, so most keys are known without this file. Damage therefore costs only the
/// keys of dropped events and does not fail an open; a later version does, because it may mean more.
public final class IdempotencyFile {
    /// Its name.
    public static final String NAME = "index.idemp";

    private IdempotencyFile() {}

    /// What the file told.
    ///
    /// @param rows no two with one key, in the order of the file; none when it is missing or damaged
    /// @param notice what the open report says about it; empty when all is well
    public record Loaded(List<IdempotencyRow> rows, Optional<String> notice) {}

    /// Reads the file for somebody who writes none; follows a symbolic link. A missing file has no rows and is no
    /// finding; what the disk does not give is a notice.
    ///
    /// @throws IdempotencyFutureVersionException if a later release wrote it
    public static Loaded look(StoreFs fs) {
        try {
            return load(fs);
        } catch (StoreIoException e) {
            return lost("unreadable", String.valueOf(e.getMessage()));
        }
    }

    /// Reads the file for somebody who will replace it; follows a symbolic link. A missing file has no rows and is no
    /// finding.
    ///
    /// @throws IdempotencyFutureVersionException if a later release wrote it
    /// @throws StoreIoException what the disk said: keys that it may give tomorrow must not be forgotten today
    public static Loaded load(StoreFs fs) {
        try (StoreFile file = fs.openReadOnly(NAME)) {
            return switch (IdempotencyTable.decode(
                    (at, target, offset, length) -> file.readFully(target, offset, length, at), file.length())) {
                case Decoded.Ok<List<IdempotencyRow>>(List<IdempotencyRow> rows) -> new Loaded(rows, Optional.empty());
                case Decoded.Damaged<List<IdempotencyRow>>(Damage damage) -> damaged(file, damage);
            };
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return new Loaded(List.of(), Optional.empty());
            }
            throw e;
        }
    }

    private static Loaded damaged(StoreFile file, Damage damage) {
        if (damage.reason() == Damage.Reason.IDEMPOTENCY_TOO_NEW) {
            int stored = IdempotencyTable.version(
                    (at, target, offset, length) -> file.readFully(target, offset, length, at));
            throw new IdempotencyFutureVersionException(stored, IdempotencyTable.VERSION_MAX);
        }
        return lost("damaged", damage.toString());
    }

    private static Loaded lost(String how, String why) {
        String notice = NAME + " is " + how + " (" + why + "): keys of dropped events are not known";
        return new Loaded(List.of(), Optional.of(notice));
    }

    /// Replaces the file durably, rows in the order given. See [AtomicFile] for what a failure leaves.
    ///
    /// @throws StoreIoException what the disk said; `INVALID_INPUT` if the name is a symbolic link
    public static void write(StoreFs fs, List<IdempotencyRow> rows) {
        AtomicFile.write(fs, NAME, file -> IdempotencyTable.encode(rows, file::write));
    }
}
