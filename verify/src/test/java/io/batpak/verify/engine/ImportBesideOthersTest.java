package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.ImportOptions;
import io.batpak.model.ImportReport;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SimScheduler;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An import that is done has made everything it reports durable, whoever has appended it, and others who append
/// the same meanwhile do not disturb it.
///
/// Covers: J7.
/// Tier: crash.
class ImportBesideOthersTest {
    private static final ImportOptions ALL = ImportOptions.from("branch");

    private final Store source = Store.open(Samples.quiet(new MemFs()).build());

    @AfterEach
    void close() {
        source.close();
    }

    private IdempotencyKey keyOfTheFirst() {
        String first =
                source.query(Samples.ORDERS).toList().getFirst().eventId().hex();
        return IdempotencyKey.forOperation("batpak.import", "branch", first);
    }

    @Test
    void anEventThatWasAppendedAloneIsDurableWhenTheImportIsDone() {
        source.append(AT, KIND, Payload.messagePack(new byte[3000]));
        MemFs smallFs = new MemFs();
        Store small = Store.open(
                Samples.quiet(smallFs).batchBytesMax(1500).appendBytesMax(4000).build());
        assertThat(small.importEvents(source, ALL).imported()).isEqualTo(1);

        try (StoreReader left = StoreReader.open(Samples.quiet(smallFs.crash()).build())) {
            assertThat(left.query(Samples.ORDERS).toList()).hasSize(1);
        }
        small.drop();
    }

    /// Whoever imports may take the source away afterwards.
    @Test
    void whatWasThereAlreadyIsDurableWhenTheImportIsDone() {
        Samples.append(source, 1);
        IdempotencyKey key = keyOfTheFirst();
        MemFs fs = new MemFs();
        Store other = Store.open(Samples.quiet(fs).build());
        other.append(AT, KIND, Samples.payload(1), AppendOptions.none().idempotencyKey(key));

        assertThat(other.importEvents(source, ALL))
                .satisfies(report -> assertThat(report.deduplicated()).isEqualTo(1));

        try (StoreReader left = StoreReader.open(Samples.quiet(fs.crash()).build())) {
            assertThat(left.query(Samples.ORDERS).toList()).hasSize(1);
        }
        other.drop();
    }

    /// What another thread has committed is refused as a part of a batch before a sync makes it visible.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatOthersCommitMeanwhileIsThereAlready(long seed) {
        for (int n = 0; n < 3; n++) {
            Samples.append(source, n);
        }
        IdempotencyKey key = keyOfTheFirst();
        SimScheduler sim = new SimScheduler(seed);
        MemFs fs = new MemFs();
        fs.scheduledBy(sim);
        sim.run("both", () -> {
            StoreConfig config = StoreConfig.on(fs)
                    .clock(sim.clock())
                    .spawner(sim)
                    .randomness(new SplittableRandom(seed)::nextLong)
                    .build();
            try (Store shared = Store.open(config)) {
                Ticket<List<Receipt>> others = shared.submitBatch(List.of(BatchItem.of(
                        AT, KIND, Samples.payload(0), AppendOptions.none().idempotencyKey(key))));
                ImportReport report = shared.importEvents(source, ALL);
                assertThat(report.imported()).isEqualTo(2);
                assertThat(report.deduplicated()).isEqualTo(1);
                assertThat(others.await()).hasSize(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
