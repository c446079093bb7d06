package io.batpak.fs;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What differs between the platforms we call natively.
///
/// @param create `O_CREAT`
/// @param closeOnExec `O_CLOEXEC`
/// @param noFollow `O_NOFOLLOW`
/// @param wouldBlock `EWOULDBLOCK`
/// @param loop `ELOOP`
/// @param hasDataSync whether `fdatasync` exists
/// @param cloneFile `FICLONE`, 0 where there is none
record PosixConstants(
        int create, int closeOnExec, int noFollow, int wouldBlock, int loop, boolean hasDataSync, long cloneFile) {
    /// Their kernels have O_NOFOLLOW where others have O_DIRECT or O_DIRECTORY.
    private static final Set<String> SHIFTED = Set.of("aarch64", "arm", "ppc64", "ppc64le");

    private static final int NO_ENTRY = 2;
    private static final int NOT_PERMITTED = 1;
    private static final int ACCESS = 13;
    private static final int NO_SPACE = 28;
    private static final int QUOTA_LINUX = 122;
    private static final int QUOTA_MAC = 69;
    private static final int OTHER_DEVICE = 18;
    private static final int INVALID = 22;
    private static final int NO_SUCH_CONTROL = 25;
    private static final int NO_SUCH_CALL = 38;
    private static final int NOT_SUPPORTED = 95;

    /// The constants of the system called `name` (lower case) on processor `processor`; null if we have none.
    static @Nullable PosixConstants of(String name, String processor) {
        if (name.equals("linux")) {
            int noFollow = SHIFTED.contains(processor) ? 0100000 : 0400000;
            long cloneFile = processor.startsWith("ppc64") ? 0x8004_9409L : 0x4004_9409L;
            return new PosixConstants(0100, 02000000, noFollow, 11, 40, true, cloneFile);
        }
        if (name.startsWith("mac")) {
            return new PosixConstants(0x200, 0x1000000, 0x100, 35, 62, false, 0);
        }
        return null;
    }

    /// Whether `FICLONE` failed because the file system, or this pair of files, cannot share blocks. Linux.
    static boolean cannotClone(int errno) {
        return switch (errno) {
            case NOT_PERMITTED, OTHER_DEVICE, INVALID, NO_SUCH_CONTROL, NO_SUCH_CALL, NOT_SUPPORTED -> true;
            default -> false;
        };
    }

    /// The kind of an `errno` that has the same value, or one that is not ambiguous, on both platforms.
    static IoKind kindOf(int errno) {
        return switch (errno) {
            case NO_ENTRY -> IoKind.NOT_FOUND;
            case NOT_PERMITTED, ACCESS -> IoKind.PERMISSION_DENIED;
            case NO_SPACE, QUOTA_LINUX, QUOTA_MAC -> IoKind.STORAGE_FULL;
            default -> IoKind.OTHER;
        };
    }
}
