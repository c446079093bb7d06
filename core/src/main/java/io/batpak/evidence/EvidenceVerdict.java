package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import java.util.Arrays;
import java.util.function.Function;

/// What bytes that claim to be a body are worth.
public sealed interface EvidenceVerdict {
    /// They are one, in its one canonical form, and have the hash that was claimed.
    record Sound() implements EvidenceVerdict {}

    /// They are none.
    ///
    /// @param reason why not, for people
    record NotReadable(String reason) implements EvidenceVerdict {}

    /// They are one, but others have the same meaning: fields in another order, findings unsorted, and the like.
    record NotCanonical() implements EvidenceVerdict {}

    /// They are one, but another than was claimed.
    ///
    /// @param computed their hash
    record HashMismatch(Hash computed) implements EvidenceVerdict {}

    /// Looks at the bytes and nothing else.
    ///
    /// @param claimed the hash that somebody says they have
    /// @param read reads them, for example `ChainWalkReport::fromBytes`
    static <T extends EvidenceBody> EvidenceVerdict of(byte[] bytes, Hash claimed, Function<byte[], T> read) {
        byte[] canonical;
        try {
            canonical = read.apply(bytes).toBytes();
        } catch (EvidenceFormatException e) {
            return new NotReadable(String.valueOf(e.getMessage()));
        }
        if (!Arrays.equals(canonical, bytes)) {
            return new NotCanonical();
        }
        Hash computed = Hash.blake3(bytes);
        return computed.equals(claimed) ? new Sound() : new HashMismatch(computed);
    }
}
