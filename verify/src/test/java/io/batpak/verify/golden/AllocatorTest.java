package io.batpak.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.format.Artifact;
import io.batpak.format.ArtifactHead;
import io.batpak.format.IdempotencyRow;
import io.batpak.model.AutoMerge;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the sequence of the next event comes from: never below what a trusted artifact stores, also for the
/// events of a crashed session behind it.
///
/// Tier: golden. Covers: E26.
class AllocatorTest {
    private static final long GAP = 40;

    private static GoldenTree tree(String name) {
        return GoldenTree.all().stream()
                .filter(tree -> tree.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// A directory whose artifact has handed out [#GAP] sequences more than there are events.
    private static MemFs withGap(Artifact.Form form) throws IOException {
        MemFs fs = MemFs.copyOf(tree(form == Artifact.Form.CHECKPOINT ? "checkpoint-only" : "mmap-only")
                .directory());
        try (ArtifactFile.Loaded loaded = ArtifactFile.load(fs, form)) {
            Artifact artifact = loaded.artifact().orElseThrow();
            ArtifactHead head = artifact.head();
            ArtifactHead lifted = new ArtifactHead(
                    head.watermarkSegment(), head.watermarkOffset(), head.nextSequence() + GAP, head.fallbacks());
            ArtifactFile.write(fs, form, artifact.rows(), lifted);
        }
        return fs;
    }

    private static Restored restore(MemFs fs) {
        return Restore.run(fs, new SettableClock(1), false, position -> Extensions.none());
    }

    @ParameterizedTest
    @EnumSource(Artifact.Form.class)
    void eventsBehindAnArtifactContinueFromItsAllocatorAndKeepTheirSequences(Artifact.Form form) throws IOException {
        MemFs fs = withGap(form);
        long next = restore(fs).nextSequence();
        assertThat(next).isEqualTo(12 + GAP);
        Store store =
                Store.open(StoreConfig.on(fs).autoMerge(new AutoMerge.Never()).build());
        Receipt receipt = store.append(Coordinate.of("new:1", "s"), EventKind.DATA, Payload.of(Value.map("n", 1)));
        assertThat(receipt.sequence()).as("behind the OPEN event").isEqualTo(next + 1);
        store.sync();
        for (MemFs after : new MemFs[] {fs.killed(), fs.crash()}) {
            try (StoreReader reader = StoreReader.open(StoreConfig.on(after).build())) {
                assertThat(reader.openReport().tailEntries()).isEqualTo(2);
                assertThat(reader.get(receipt.eventId()).sequence()).isEqualTo(receipt.sequence());
            }
        }
        store.drop();
        MemFs sealed = fs.killed();
        sealed.delete(ArtifactFile.name(form));
        assertThat(restore(sealed).nextSequence())
                .as("the footer tells as well")
                .isEqualTo(receipt.sequence() + 1);
    }

    /// 0.9.0 numbers anew after a compaction and leaves the remembered keys as they were: its allocator
    /// counts, and a gap made for them would not outlive a crash.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rememberedKeysDoNotLiftTheAllocator(boolean writable) throws IOException {
        GoldenTree tree = tree("compacted-retention");
        MemFs fs = MemFs.copyOf(tree.directory());
        Restored restored = Restore.run(fs, new SettableClock(1), writable, position -> Extensions.none());
        long remembered = restored.keys().stream()
                .mapToLong(IdempotencyRow::sequence)
                .max()
                .orElseThrow();
        assertThat(restored.nextSequence())
                .isEqualTo(tree.expected().path("allocator").asLong())
                .isLessThan(remembered);
    }
}
