package io.batpak.cli;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;

/// Exit codes of all commands.
final class ExitCodes {
    static final int OK = 0;
    /// The journal, or the question asked of it, has a problem: damage, a refused append, no such event.
    static final int PROBLEM = 1;
    /// The call or its surroundings are wrong: options, directories, permissions, disk space, JVM flags.
    static final int USAGE = 2;
    /// Somebody else has the journal open.
    static final int LOCKED = 3;

    private ExitCodes() {}

    static int of(StoreException failure) {
        StoreErrorKind kind = failure.kind();
        return switch (kind) {
            case STORE_LOCKED -> LOCKED;
            case IO,
                    NATIVE_ACCESS_DENIED,
                    CONFIGURATION,
                    COORDINATE,
                    COORDINATE_NUL_BYTE,
                    COORDINATE_CONTROL_CHAR,
                    COORDINATE_PATH_TRAVERSAL,
                    RESERVED_KIND,
                    INVALID_EVENT_KIND,
                    INVALID_EXTENSION_KEY,
                    INVALID_REGION,
                    INVALID_ID,
                    CHECKPOINT_ID -> USAGE;
            default -> PROBLEM;
        };
    }
}
