package io.batpak.verify.sim;

import io.batpak.Journal;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.testkit.MemFs;
import java.util.List;
import java.util.SplittableRandom;

/// A bit of a file that nobody touched turns over: the journal refuses, says so in its open report, or shows what it
/// showed before.
final class BitRot {
    private static final int FLIPS = 3;

    private BitRot() {}

    static void check(MemFs disk, SplittableRandom random) {
        List<String> names =
                disk.list().stream().filter(name -> disk.bytes(name).length > 0).toList();
        if (names.isEmpty()) {
            return;
        }
        List<String> before;
        try (StoreReader reader = StoreReader.open(StoreConfig.on(disk.killed()).build())) {
            before = lines(reader);
        }
        for (int i = 0; i < FLIPS; i++) {
            MemFs image = disk.killed();
            String name = names.get(random.nextInt(names.size()));
            int at = random.nextInt(image.bytes(name).length);
            int bit = random.nextInt(8);
            image.damage(name, bytes -> {
                bytes[at] ^= (byte) (1 << bit);
                return bytes;
            });
            requireToldOrHarmless(image, before, "bit " + bit + " of byte " + at + " in " + name);
        }
    }

    private static void requireToldOrHarmless(MemFs image, List<String> before, String what) {
        List<String> after;
        boolean noticed;
        try (StoreReader reader = StoreReader.open(StoreConfig.on(image).build())) {
            noticed = !reader.openReport().notices().isEmpty();
            after = lines(reader);
        } catch (StoreException told) {
            return;
        }
        if (!noticed && !after.equals(before)) {
            throw new LawBrokenException(what + " is not told: " + LineDifference.of(before, after));
        }
    }

    private static List<String> lines(Journal journal) {
        return Sighting.of(journal).stream().map(Sighting::line).toList();
    }
}
