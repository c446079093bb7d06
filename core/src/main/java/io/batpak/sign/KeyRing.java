package io.batpak.sign;

import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Receipt;
import io.batpak.model.Signature;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys a journal knows: all of them verify, the last one signs. Immutable; safe for any number of threads.
///
/// To rotate, put the new key behind the old ones. Receipts of a key that is no longer in the ring are of an
/// unknown key.
public final class KeyRing {
    private static final KeyRing NONE = new KeyRing(Map.of(), null);

    private final Map<Hash, PublicKey> byId;
    private final @Nullable SigningKey signer;

    private KeyRing(Map<Hash, PublicKey> byId, @Nullable SigningKey signer) {
        this.byId = byId;
        this.signer = signer;
    }

    /// No keys: receipts stay unsigned, and unsigned receipts are accepted.
    public static KeyRing none() {
        return NONE;
    }

    /// All these keys verify, the last one signs; an empty list is [#none()]. The list is copied.
    public static KeyRing of(List<SigningKey> keys) {
        if (keys.isEmpty()) {
            return NONE;
        }
        Map<Hash, PublicKey> byId = new LinkedHashMap<>();
        for (SigningKey key : keys) {
            byId.put(key.keyId(), PublicKey.of(key.publicKey()));
        }
        return new KeyRing(byId, keys.getLast());
    }

    /// A ring that verifies and cannot sign, of 32-byte public keys. The arrays are copied.
    ///
    /// @throws InvalidArgumentException if one of them is no Ed25519 public key of full order
    public static KeyRing ofPublicKeys(Collection<byte[]> publicKeys) {
        Map<Hash, PublicKey> byId = new LinkedHashMap<>();
        for (byte[] bytes : publicKeys) {
            PublicKey key = PublicKey.of(bytes);
            byId.put(key.keyId(), key);
        }
        return byId.isEmpty() ? NONE : new KeyRing(byId, null);
    }

    /// Whether there is a key to sign with.
    public boolean signs() {
        return signer != null;
    }

    /// Whether there are no keys at all, not even public ones. Only then is an unsigned receipt acceptable.
    public boolean isEmpty() {
        return byId.isEmpty();
    }

    /// The ids of all keys, each once, in the order given.
    public Set<Hash> keyIds() {
        return Collections.unmodifiableSet(byId.keySet());
    }

    /// The 32 bytes of the public key with this id, as a new array; empty if the ring lacks it.
    public Optional<byte[]> publicKey(Hash keyId) {
        return key(keyId).map(PublicKey::toByteArray);
    }

    Optional<PublicKey> key(Hash keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }

    /// The receipt with the signer's key id and signature; the receipt itself if the ring does not sign.
    ///
    /// Takes tens of microseconds: keep it out of locks that others want.
    ///
    /// @param unsigned the receipt, with the extensions it is to have
    /// @param at the event's coordinate
    /// @param kind the event's kind
    /// @param previousHash the hash of the event before it in its chain, zero for the first
    /// @throws CoverBuildException if the receipt cannot be encoded; nothing was signed
    public Receipt sign(Receipt unsigned, Coordinate at, EventKind kind, Hash previousHash) {
        if (signer == null) {
            return unsigned;
        }
        Signature signature = signer.sign(ReceiptCover.of(unsigned.wire(), at, kind, previousHash));
        return unsigned.signedBy(signer.keyId(), signature);
    }

    /// The key ids, and which of them signs; never a seed.
    @Override
    public String toString() {
        return "key ring " + byId.keySet()
                + (signer == null ? "" : ", signs with " + signer.keyId().hex());
    }
}
