package io.batpak.verify.damage;

import io.batpak.testkit.MemFs;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Tells directories apart, so that a sweep looks at each that its crashes can leave, once.
public final class Fingerprint {
    private static final String LOCK = ".batpak.lock";

    private Fingerprint() {}

    /// Of every name and byte, but for the file that is locked: a reader may be the first who needs it.
    public static String of(MemFs disk) {
        if (!disk.exists()) {
            return "no directory";
        }
        try {
            Map<String, String> files = new TreeMap<>();
            for (String name : disk.list()) {
                if (name.equals(LOCK)) {
                    continue;
                }
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                files.put(name, HexFormat.of().formatHex(digest.digest(disk.bytes(name))));
            }
            return files.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has it", e);
        }
    }

    /// Of that and of what a power cut would take of it.
    public static String withWhatIsDurable(MemFs disk) {
        return of(disk) + of(disk.crash()) + of(disk.crashOfNames()) + of(disk.crashOfBytes());
    }
}
