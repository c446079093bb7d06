package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.fs.StoreFs;
import io.batpak.testkit.MemFs;
import java.nio.file.Path;
import java.util.List;

/// A store with everything that a copy has to carry, and the looks into copies of it.
final class CopySource {
    /// Where the tests copy to; the parent does not exist at first.
    static final Path PLACE = Path.of("/copies/one");

    /// The directory that holds it.
    static final Path PARENT = Path.of("/copies");

    private static final int SEGMENT_BYTES = 2500;
    private static final int KEYED = 8;

    private CopySource() {}

    static StoreConfig.Builder config(StoreFs fs) {
        return StoreConfig.on(fs).cooperative(true).clock(Samples.clock()).segmentBytesMax(SEGMENT_BYTES);
    }

    /// A second session: finished segments, a growing one, keys, a batch, hidden events, an artifact.
    static Store open(StoreFs fs) {
        try (Store store = Store.open(config(fs).build())) {
            for (int n = 1; n <= KEYED; n++) {
                store.append(Samples.AT, Samples.KIND, Samples.payload(n), Samples.key(n));
            }
            VisibilityFence fence = store.beginFence();
            fence.submit(Samples.AT, Samples.KIND, Samples.payload(-1));
            fence.cancel();
            store.appendBatch(List.of(Samples.item(20), Samples.item(21)));
        }
        Store store = Store.open(config(fs).build());
        Samples.append(store, 30);
        Samples.append(store, 31);
        return store;
    }

    /// What a reader of a copy sees, after it was found to be intact.
    static List<String> seen(StoreFs copy) {
        try (StoreReader reader = StoreReader.open(config(copy).build())) {
            assertThat(reader.verifyChain().intact()).isTrue();
            return Observed.of(reader);
        }
    }

    /// The same in short, for failures that can be read.
    static List<String> brief(List<String> lines) {
        return lines.stream()
                .map(line -> line.substring(0, line.indexOf(' ')) + ":" + Integer.toHexString(line.hashCode()))
                .toList();
    }

    /// The names beside the destination.
    static List<String> beside(MemFs source) {
        MemFs parent = source.elsewhere(PARENT);
        return parent.exists() ? parent.entries() : List.of();
    }
}
