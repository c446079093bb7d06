package io.batpak.sign;

import io.batpak.error.ConfigurationException;

/// Whether a journal may be opened without a key to sign with. Acts at the open and nowhere else.
public enum SigningPolicy {
    /// Receipts are signed if there is a key.
    OPTIONAL,
    /// There must be a key to sign with.
    REQUIRED;

    /// Checks what a journal is to be opened with.
    ///
    /// @throws ConfigurationException if a key is required and the ring does not sign
    public void check(KeyRing keys) {
        if (this == REQUIRED && !keys.signs()) {
            throw new ConfigurationException("signingPolicy", this, "a ring with a key that signs");
        }
    }
}
