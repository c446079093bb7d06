package io.batpak.fs;

import io.batpak.error.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Another JVM that takes the lock of the directory given as argument, says how that went, and holds it until
/// its input ends.
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        StoreFs fs = StoreFs.local(Path.of(arguments[0]));
        fs.create();
        try (DirectoryLock lock = fs.lock(".batpak.lock", LockMode.valueOf(arguments[1]))) {
            say("HELD " + lock.mode());
            while (System.in.read() >= 0) {
                say("STILL " + lock.mode());
            }
        } catch (StoreException refusal) {
            say(refusal.getClass().getSimpleName() + " " + refusal.getMessage());
        }
    }

    private static void say(String line) {
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8), 0, line.length() + 1);
        System.out.flush();
    }
}
