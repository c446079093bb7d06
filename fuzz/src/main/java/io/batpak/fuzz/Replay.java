package io.batpak.fuzz;

import io.batpak.fuzz.FuzzTarget.Seed;
import io.batpak.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Runs a target over inputs that are already there, without Jazzer. As a program it replays a folder, and is started
/// with a small heap.
public final class Replay {
    private Replay() {}

    /// Replays every file of a folder and prints how many there were.
    ///
    /// @param arguments the name of a target and the folder
    public static void main(String[] arguments) {
        FuzzTarget target = FuzzTargets.named(arguments[0]);
        int count = 0;
        try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                one(target, new Seed(file.toString(), Bytes.of(Files.readAllBytes(file))));
                count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("replayed " + count);
    }

    static void all(FuzzTarget target, List<Seed> seeds) {
        seeds.forEach(seed -> one(target, seed));
    }

    /// @throws IllegalStateException naming the input, caused by what the target threw
    private static void one(FuzzTarget target, Seed seed) {
        try {
            target.check().check(seed.bytes());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new IllegalStateException(target.name() + " fails for " + seed.name() + ": " + e, e);
        }
    }
}
