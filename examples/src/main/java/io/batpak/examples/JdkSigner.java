package io.batpak.examples;

import io.batpak.evidence.ArtifactSignature;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Optional;

/// Signs and checks bodies of evidence with Ed25519 of the JDK; the key lives as long as the object.
final class JdkSigner {
    /// What signer and verifier agreed to call the algorithm.
    static final long ED25519 = 1;

    private static final String ALGORITHM = "Ed25519";

    private final KeyPair keys;

    private JdkSigner(KeyPair keys) {
        this.keys = keys;
    }

    static JdkSigner create() throws GeneralSecurityException {
        return new JdkSigner(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
    }

    Hash keyId() {
        return Hash.blake3(keys.getPublic().getEncoded());
    }

    ArtifactSignature sign(byte[] body) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(ALGORITHM);
        signer.initSign(keys.getPrivate());
        signer.update(body);
        return new ArtifactSignature(ED25519, keyId(), Bytes.of(signer.sign()));
    }

    Optional<String> refusal(ArtifactSignature signature, byte[] body) {
        if (signature.algorithmId() != ED25519 || !signature.keyId().equals(keyId())) {
            return Optional.of("not a key we trust");
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(keys.getPublic());
            verifier.update(body);
            boolean holds = verifier.verify(signature.signatureBytes().toByteArray());
            return holds ? Optional.empty() : Optional.of("signed something else");
        } catch (GeneralSecurityException e) {
            return Optional.of("no signature: " + e.getMessage());
        }
    }
}
