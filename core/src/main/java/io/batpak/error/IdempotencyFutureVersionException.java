package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// The file of idempotency keys was written by a later release, so nobody can tell which keys are known. The
/// journal was not opened and nothing was changed. Facts: `stored`, `current`.
public final class IdempotencyFutureVersionException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final int stored;
    private final int current;

    /// Describes the refusal.
    ///
    /// @param stored the version the file claims
    /// @param current the newest version this release reads
    public IdempotencyFutureVersionException(int stored, int current) {
        super(
                StoreErrorKind.IDEMPOTENCY_FUTURE_VERSION,
                "index.idemp has version " + stored + ", this release reads up to " + current,
                facts(stored, current));
        this.stored = stored;
        this.current = current;
    }

    private static Map<String, Object> facts(int stored, int current) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("stored", stored);
        facts.put("current", current);
        return facts;
    }

    /// The version the file claims.
    public int stored() {
        return stored;
    }

    /// The newest version this release reads.
    public int current() {
        return current;
    }
}
