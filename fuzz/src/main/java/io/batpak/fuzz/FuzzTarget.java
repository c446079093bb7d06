package io.batpak.fuzz;

import io.batpak.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One fuzz target.
///
/// @param name as on the command line; that of the reference where it has one for this decoder
/// @param lengthMax the longest input that the fuzzer makes, bytes
/// @param check what is asked of the decoder
/// @param seeding puts what the fuzzer begins with into the box
record FuzzTarget(String name, int lengthMax, FuzzCheck check, Consumer<SeedBox> seeding) {
    /// An input that was not made by a fuzzer in this run.
    ///
    /// @param name says where it comes from; may stand in a file name
    /// @param input its bytes
    record Seed(String name, Bytes input) {
        byte[] bytes() {
            return input.toByteArray();
        }
    }

    /// What it begins with: golden files as far as the folder is there, what our own encoders write, and the
    /// findings that are kept.
    List<Seed> seeds() {
        SeedBox box = new SeedBox();
        seeding.accept(box);
        List<Seed> seeds = new ArrayList<>(box.seeds());
        seeds.addAll(SeedBox.findings(name));
        return seeds;
    }

    /// One finding per target without a seed: nothing would be replayed, and the fuzzer would begin in the dark.
    static List<String> withoutSeeds(List<FuzzTarget> targets) {
        return targets.stream()
                .filter(target -> target.seeds().isEmpty())
                .map(target -> "target " + target.name() + " has no seed")
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
