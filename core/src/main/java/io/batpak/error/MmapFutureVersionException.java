package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// `index.fbati` was written by a later release, whose other files may mean more as well. The journal was not
/// opened and nothing was changed. Facts: `found`, `supported`.
public final class MmapFutureVersionException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final int found;
    private final int supported;

    /// Describes the refusal.
    ///
    /// @param found the version the file claims
    /// @param supported the newest version this release reads
    public MmapFutureVersionException(int found, int supported) {
        super(
                StoreErrorKind.MMAP_FUTURE_VERSION,
                "index.fbati has version " + found + ", this release reads up to " + supported,
                facts(found, supported));
        this.found = found;
        this.supported = supported;
    }

    private static Map<String, Object> facts(int found, int supported) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("found", found);
        facts.put("supported", supported);
        return facts;
    }

    /// The version the file claims.
    public int found() {
        return found;
    }

    /// The newest version this release reads.
    public int supported() {
        return supported;
    }
}
