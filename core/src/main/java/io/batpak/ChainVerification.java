package io.batpak;

/// How much opening proves before it hands out the journal.
public enum ChainVerification {
    /// What opening reads anyway: footers and frames against their checksums.
    CRC,
    /// Every event's payload and link as well; takes time in proportion to the journal.
    RECOMPUTE
}
