package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// An import provenance was written by a later release, which may say more. Nothing was changed. Facts:
/// `found`, `supported`.
public final class ImportProvenanceFutureVersionException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    private final int found;
    private final int supported;

    /// Describes the refusal.
    ///
    /// @param found the version the value claims
    /// @param supported the newest version this release reads
    public ImportProvenanceFutureVersionException(int found, int supported) {
        super(
                StoreErrorKind.IMPORT_PROVENANCE_FUTURE_VERSION,
                "import provenance has version " + found + ", this release reads up to " + supported,
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

    /// The version the value claims.
    public int found() {
        return found;
    }

    /// The newest version this release reads.
    public int supported() {
        return supported;
    }
}
