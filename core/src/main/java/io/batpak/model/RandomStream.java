package io.batpak.model;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Unpredictable bits, cheaply: the key stream of AES-256 in counter mode under a key from the operating
/// system.
///
/// A call to the operating system for every id would cost more than the rest of an append's preparation.
/// Belongs to one thread at a time.
final class RandomStream implements EventIds.RandomBits {
    private static final int BUFFER_BYTES = 8192;
    private static final int KEY_BYTES = 32;
    private static final int COUNTER_BYTES = 16;

    private final Cipher cipher;
    private final byte[] zeros = new byte[BUFFER_BYTES];
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at = BUFFER_BYTES;

    RandomStream() {
        SecureRandom seed = new SecureRandom();
        byte[] key = new byte[KEY_BYTES];
        byte[] counter = new byte[COUNTER_BYTES];
        seed.nextBytes(key);
        seed.nextBytes(counter);
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES in counter mode", e);
        }
    }

    @Override
    public long next() {
        if (at == BUFFER_BYTES) {
            refill();
        }
        long bits = BigEndian.readLong(buffer, at);
        at += Long.BYTES;
        return bits;
    }

    private void refill() {
        try {
            cipher.update(zeros, 0, BUFFER_BYTES, buffer, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key stream of AES in counter mode broke off", e);
        }
        at = 0;
    }
}
