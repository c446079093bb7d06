package io.batpak.verify.projection;

import static io.batpak.verify.projection.Accounts.AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.projection.FoldProgress;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.Projection;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import io.batpak.testkit.MemFs;
import io.batpak.verify.projection.AccountEvent.Deposited;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Long stretches of events in a read model: several threads, how far they are, and what is seen meanwhile.
///
/// Tier: unit. Covers: H7.
class ReadModelStretchTest {
    private static final Coordinate OTHER = Coordinate.of("account:8", "bank");
    private static final Coordinate ABROAD = Coordinate.of("account:9", "abroad");
    private static final Projection<Long> CENTS = Projection.named("cents")
            .<Long>startingWith(() -> 0L)
            .on(Deposited.class, (sum, more) -> sum + more.cents())
            .build();
    private final List<Long> sums = new ArrayList<>();
    private final AtomicReference<ReadModel<Long>> asked = new AtomicReference<>();

    @Test
    void manyThreadsMakeTheSameStatesAndTellHowFarTheyAre() {
        try (Store large = Store.open(Accounts.quiet(new MemFs()).build())) {
            for (int i = 0; i < 40_000; i++) {
                large.append(Coordinate.of("account:" + i % 97, "bank"), new Deposited(i));
            }
            List<FoldProgress> told = new ArrayList<>();
            ReadModelOptions four = ReadModelOptions.standard().threads(4, 100).reporting(told::add);
            ReadModelOptions one = ReadModelOptions.standard().reporting(told::add);
            Map<String, Long> together = hashes(large, four);
            List<FoldProgress> ofFour = List.copyOf(told);
            told.clear();
            assertThat(together).hasSize(97).isEqualTo(hashes(large, one));
            for (List<FoldProgress> reports : List.of(ofFour, told)) {
                long end = reports.getLast().to();
                assertThat(reports).last().isEqualTo(new FoldProgress(-1, end, end));
                assertThat(reports).hasSizeGreaterThan(3).isSortedAccordingTo((a, b) -> Long.compare(a.at(), b.at()));
                assertThat(reports)
                        .allSatisfy(report -> assertThat(report.done()).isBetween(0.0, 1.0));
                assertThat(reports.getLast().done()).isEqualTo(1);
            }
        }
    }

    private static Map<String, Long> hashes(Store journal, ReadModelOptions options) {
        KeyedProjection<Long> keyed = KeyedProjection.of(
                Region.all(),
                Projection.named("hash")
                        .<Long>startingWith(() -> 0L)
                        .on(Deposited.class, (hash, more) -> hash * 31 ^ more.cents())
                        .build());
        Map<String, Long> states = new HashMap<>();
        try (ReadModel<Long> model = journal.projections().readModel(keyed, options)) {
            model.catchUp();
            model.read(all -> {
                all.forEach(states::put);
                return all.size();
            });
        }
        return states;
    }

    /// Whoever asks while much is folded sees no half of a batch, so sums over accounts are right at any time.
    @Test
    void noQuestionSeesAHalfOfABatch() {
        try (Store large = Store.open(Accounts.quiet(new MemFs()).build());
                ReadModel<Long> model = large.projections()
                        .readModel(
                                KeyedProjection.of(Region.all(), CENTS),
                                ReadModelOptions.standard().reporting(_ -> sums.add(sum(asked.get()))))) {
            asked.set(model);
            for (int transfer = 0; transfer < 9_000; transfer++) {
                large.appendBatch(List.of(
                        BatchItem.of(AT, EventKind.of(0xE, 0x3A0), cents(-1)),
                        BatchItem.of(OTHER, EventKind.of(0xE, 0x3A0), cents(1)),
                        BatchItem.of(ABROAD, EventKind.of(0xE, 0x3A0), cents(0))));
            }
            model.catchUp();
            assertThat(sums).hasSizeGreaterThan(3).containsOnly(0L);
            assertThat(model.get(AT.entity())).contains(-9_000L);
        }
    }

    private static Payload cents(long cents) {
        return Payload.of(Value.map("cents", cents));
    }

    private static long sum(ReadModel<Long> model) {
        return model.read(states -> {
            long[] sum = new long[1];
            states.forEach((_, cents) -> sum[0] += cents);
            return sum[0];
        });
    }
}
