package io.batpak.fs;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The directory lock needs `open(2)` and `flock(2)`, and this JVM may not or cannot call them.
///
/// Kind `NATIVE_ACCESS_DENIED`. The message names the JVM flag that grants the access, or says that the
/// platform is not supported yet. There is no fallback: a lock of another kind would not exclude other
/// implementations.
public final class NativeAccessException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    /// A refusal with the words for the user.
    public NativeAccessException(String message, @Nullable Throwable cause) {
        super(StoreErrorKind.NATIVE_ACCESS_DENIED, message, Map.of(), cause);
    }
}
