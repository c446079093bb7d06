package io.batpak.error;

import java.util.LinkedHashMap;
import java.util.Map;

/// Opening with `ChainVerification.RECOMPUTE` found events whose bytes or links do not prove out.
public final class ChainVerificationException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Describes the refusal.
    ///
    /// @param contentHashMismatches events whose payload does not match the recorded hash
    /// @param danglingLinks events whose predecessor hash is that of no verified event
    public ChainVerificationException(long contentHashMismatches, long danglingLinks) {
        super(
                StoreErrorKind.CHAIN_VERIFICATION_FAILED,
                contentHashMismatches + " events do not match their hash, " + danglingLinks + " links lead nowhere",
                facts(contentHashMismatches, danglingLinks));
    }

    private static Map<String, Object> facts(long mismatches, long dangling) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("content_hash_mismatches", mismatches);
        facts.put("dangling_links", dangling);
        return facts;
    }
}
