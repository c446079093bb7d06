package io.batpak.hash;

import java.util.Objects;
import org.bouncycastle.crypto.digests.Blake3Digest;

/// BLAKE3-256 of BouncyCastle: the reference that our own version has to agree with, and the fallback if it
/// does not.
final class BouncyCastleBlake3 implements Hash256 {
    @Override
    public void digest(byte[] input, int offset, int length, byte[] output, int outputOffset) {
        Objects.checkFromIndexSize(offset, length, input.length);
        Objects.checkFromIndexSize(outputOffset, BYTES, output.length);
        Blake3Digest digest = new Blake3Digest(BYTES * Byte.SIZE);
        digest.update(input, offset, length);
        digest.doFinal(output, outputOffset);
    }
}
