package io.batpak.sign;

/// What a verification found out about a receipt. Being valid and being signed are two questions.
public enum ReceiptVerdict {
    /// Everything agrees, and a known key signed it.
    SIGNED("Signed"),
    /// Everything agrees, nobody signed it, and there is no key that could have.
    UNSIGNED_ACCEPTED("UnsignedAccepted"),
    /// The journal shows no event with this id.
    MISSING_COMMITTED_EVENT("MissingCommittedEvent"),
    /// The receipt of a denial names an event of another kind.
    DENIAL_KIND_MISMATCH("DenialKindMismatch"),
    /// The committed event has another id.
    EVENT_ID_MISMATCH("EventIdMismatch"),
    /// The committed event has another sequence; or, for a receipt with a clock, another clock.
    SEQUENCE_MISMATCH("SequenceMismatch"),
    /// The frame lies somewhere else.
    DISK_POSITION_MISMATCH("DiskPositionMismatch"),
    /// The stored payload has another hash.
    CONTENT_HASH_MISMATCH("ContentHashMismatch"),
    /// The committed event has other receipt extensions.
    EXTENSIONS_MISMATCH("ExtensionsMismatch"),
    /// Neither key id nor signature, although there are keys.
    UNSIGNED_RECEIPT_REJECTED("UnsignedReceiptRejected"),
    /// A key id without a signature.
    MISSING_SIGNATURE("MissingSignature"),
    /// A signature without a key id.
    ZERO_KEY_WITH_SIGNATURE("ZeroKeyWithSignature"),
    /// No key with this id.
    UNKNOWN_SIGNING_KEY("UnknownSigningKey"),
    /// The key did not sign this.
    INVALID_SIGNATURE("InvalidSignature"),
    /// What the signature would have to cover cannot be encoded.
    COVER_BUILD_FAILED("CoverBuildFailed");

    private final String wireName;

    ReceiptVerdict(String wireName) {
        this.wireName = wireName;
    }

    /// The name in journal scripts and on the network.
    public String wireName() {
        return wireName;
    }

    /// Whether the receipt may be trusted: signed, or unsigned where there are no keys.
    public boolean isValid() {
        return this == SIGNED || this == UNSIGNED_ACCEPTED;
    }

    /// Whether a known key signed it.
    public boolean isSigned() {
        return this == SIGNED;
    }
}
