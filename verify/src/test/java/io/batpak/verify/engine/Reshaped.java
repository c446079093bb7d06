package io.batpak.verify.engine;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionScope;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.KeepRule;
import io.batpak.testkit.MemFs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What is done to a [ReshapedJournal] while the power fails.
enum Reshaped {
    MERGE_INTO_ONE(Compaction.merge().but().outputBytesMax(1 << 20).build()),
    MERGE_INTO_SEVERAL(
            Compaction.merge().but().outputBytesMax(Compaction.OUTPUT_BYTES_MIN).build()),
    RETENTION(Compaction.retention(rule())
            .but()
            .outputBytesMax(Compaction.OUTPUT_BYTES_MIN)
            .build()),
    RETENTION_OF_NOTHING(Compaction.retention(_ -> false)),
    RETENTION_WHERE_IT_PAYS(
            Compaction.retention(rule()).but().scope(CompactionScope.TIERED).build()),
    TOMBSTONES(Compaction.tombstone(rule()).but().outputBytesMax(1 << 20).build()),
    AUTO_MERGE(new AutoMerge.SmallSegments().compaction(1 << 17).orElseThrow()),
    IMPORT(null),
    ROTATION(null),
    CLOSE(null);

    private static final int IMPORTED = 11;
    private static final int CHUNK = 3;

    @SuppressWarnings("ImmutableEnumChecker") // nothing of it is ever changed
    private final Optional<Compaction> how;

    Reshaped(@Nullable Compaction how) {
        this.how = Optional.ofNullable(how);
    }

    private static KeepRule rule() {
        return candidate -> !candidate.entry().kind().equals(ReshapedJournal.DROP);
    }

    /// The compaction, if it is one.
    Optional<Compaction> compaction() {
        return how;
    }

    /// Segments that become one, in the order in which that happens.
    List<List<Long>> run(Store store) {
        if (this == ROTATION) {
            for (int n = 0; n < 12; n++) {
                ReshapedJournal.single(store, 900 + n, ReshapedJournal.KEEP);
            }
            return List.of();
        }
        if (this == IMPORT) {
            importInto(store);
            return List.of();
        }
        if (this == CLOSE) {
            store.close();
            return List.of();
        }
        CompactionResult result = store.compact(how.orElseThrow());
        if (!(result.outcome() instanceof CompactionOutcome.Performed)) {
            throw new AssertionError("not performed: " + result);
        }
        return result.reports().stream().map(CompactionReport::sourceSegmentIds).toList();
    }

    /// From a journal that lies elsewhere, and that must be as it was afterwards.
    private static void importInto(Store store) {
        MemFs elsewhere = new MemFs();
        StoreConfig config = StoreConfig.on(elsewhere)
                .cooperative(true)
                .clock(Samples.clock())
                .randomness(new SplittableRandom(99)::nextLong)
                .build();
        try (Store source = Store.open(config)) {
            for (int n = 0; n < IMPORTED; n++) {
                ReshapedJournal.single(source, 700 + n, ReshapedJournal.KEEP);
            }
        }
        Map<String, List<Byte>> untouched = ReshapedLaws.contents(elsewhere);
        try (StoreReader source = StoreReader.open(config)) {
            ImportReport report =
                    store.importEvents(source, ImportOptions.from("elsewhere").chunkSize(CHUNK));
            if (report.imported() + report.deduplicated() != IMPORTED) {
                throw new AssertionError("not imported: " + report);
            }
        } catch (StoreException e) {
            requireEqual(elsewhere, untouched);
            throw e;
        }
        requireEqual(elsewhere, untouched);
    }

    private static void requireEqual(MemFs elsewhere, Map<String, List<Byte>> untouched) {
        if (!ReshapedLaws.contents(elsewhere).equals(untouched)) {
            throw new AssertionError("the source of an import was changed");
        }
    }
}
