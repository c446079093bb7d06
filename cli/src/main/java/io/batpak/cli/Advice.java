package io.batpak.cli;

import io.batpak.error.BackupDamagedException;
import io.batpak.error.BackupMissingException;
import io.batpak.error.StoreException;

/// What to do about a failure, in one line.
final class Advice {
    private Advice() {}

    /// Advice on `failure`; empty where its message says all.
    static String on(StoreException failure) {
        return switch (failure) {
            case BackupDamagedException _ ->
                "Try an earlier backup with --manifest; batpak backup --verify replaces damaged files.";
            case BackupMissingException _ -> "Give the directory that batpak backup wrote to.";
            default -> onKind(failure);
        };
    }

    private static String onKind(StoreException failure) {
        return switch (failure.kind()) {
            case STORE_LOCKED -> "Close the program that has it open, or work on a copy of the directory.";
            case NATIVE_ACCESS_DENIED -> "Run through the batpak launcher, or give java the flag named above.";
            case NOT_FOUND -> "batpak query lists the event ids there are.";
            case SEQUENCE_MISMATCH ->
                "Nothing was stored. Read the stream again and give its newest clock to --expect.";
            case SERIALIZATION -> "The payload is no plain document; get --raw shows its bytes.";
            case CRC_MISMATCH, CORRUPT_SEGMENT, CORRUPT_FRAME, DATA_DIR_MALFORMED, CHAIN_VERIFICATION_FAILED ->
                "Do not write to this directory; keep a copy of it and restore from a backup.";
            case CURSOR_CHECKPOINT_CORRUPT ->
                "batpak cursors DIR --reset ID forgets the place; its consumer begins anew.";
            default -> "";
        };
    }
}
