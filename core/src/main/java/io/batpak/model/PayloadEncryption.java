package io.batpak.model;

/// How a payload was sealed. Present in a header exactly if the stored payload is ciphertext.
///
/// @param keyScopeId names the key
/// @param nonce the 24 bytes that must differ from event to event
public record PayloadEncryption(Bytes keyScopeId, Bytes nonce) {
    /// Length of a nonce in bytes.
    public static final int NONCE_BYTES = 24;

    /// @throws InvalidArgumentException if the nonce has another length
    public PayloadEncryption {
        if (nonce.length() != NONCE_BYTES) {
            throw new InvalidArgumentException("nonce length", nonce.length(), "24 bytes");
        }
    }
}
