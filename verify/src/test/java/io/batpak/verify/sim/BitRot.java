package io.batpak.verify.sim;

import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.testkit.MemFs;
import java.util.List;
import java.util.SplittableRandom;

/// A bit of a file that nobody touched turns over: the journal says so, or shows what it showed before.
final class BitRot {
    private static final int FLIPS = 3;

    private BitRot() {}

    static void check(MemFs disk, SplittableRandom random) {
        List<String> names = disk.list().stream()
                .filter(name -> disk.bytes(name).length > 0)
                .toList();
        if (names.isEmpty()) {
            return;
        }
        List<String> before = lines(disk.killed());
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
        try {
            after = lines(image);
        } catch (StoreException told) {
            return;
        }
        if (!after.equals(before)) {
            int shared = 0;
            while (shared < Math.min(after.size(), before.size())
                    && after.get(shared).equals(before.get(shared))) {
                shared++;
            }
            throw new LawBrokenException(what + " is not told, and changes what is seen from the event " + shared
                    + " of " + before.size() + " on: " + after.subList(shared, after.size()));
        }
    }

    private static List<String> lines(MemFs image) {
        try (StoreReader reader = StoreReader.open(StoreConfig.on(image).build())) {
            return Sighting.of(reader).stream().map(Sighting::line).toList();
        }
    }
}
