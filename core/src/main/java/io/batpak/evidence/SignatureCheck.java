package io.batpak.evidence;

import java.util.Optional;

/// Tells whether a signature is one. Should answer the same each time.
@FunctionalInterface
public interface SignatureCheck {
    /// Why the signature is not to be accepted; empty if it holds.
    ///
    /// @param body the bytes that were signed
    Optional<String> refusal(ArtifactSignature signature, byte[] body);
}
