package io.batpak.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells apart disks that do not have the same names and bytes.
final class MemFingerprint {
    private final MessageDigest digest;

    private MemFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has it", e);
        }
    }

    /// Of what programs see and of what a loss of power would leave.
    static String of(MemFs disk) {
        MemFingerprint fingerprint = new MemFingerprint();
        fingerprint.add(disk.disk().root());
        fingerprint.add(disk.crash().disk().root());
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void add(MemNode node) {
        if (node.isDirectory()) {
            MemNames names = node.directory();
            number(names.list().size());
            for (String name : names.list()) {
                text(name);
                MemNode child = names.find(name);
                if (child != null) {
                    add(child);
                }
            }
        } else if (node.linkTarget != null) {
            text(node.linkTarget);
        } else {
            bytes(node.bytes());
        }
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        number(bytes.length);
        digest.update(bytes);
    }

    private void number(int value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }
}
