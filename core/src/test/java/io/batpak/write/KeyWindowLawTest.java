package io.batpak.write;

import static io.batpak.write.KeyRows.id;
import static io.batpak.write.KeyRows.stored;
import static io.batpak.write.KeyRows.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.error.IdempotencyOverflowException;
import io.batpak.format.IdempotencyRow;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.testing.Laws;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The window counts, admits, forgets and writes like a map from key to row, for random histories.
///
/// Covers: C1, C3.
/// Tier: law.
class KeyWindowLawTest {
    private static final int STEPS = 120;
    private static final int NEWEST = 5;

    /// What the reference keeps: every remembered row, by sequence.
    private static final class Model {
        final TreeMap<Long, IdempotencyRow> remembered = new TreeMap<>();
        final TreeMap<Long, IdempotencyRow> inLog = new TreeMap<>();
        final IdempotencyRetention retention;

        Model(IdempotencyRetention retention) {
            this.retention = retention;
        }

        void evict(long frontier) {
            long keep = switch (retention) {
                case IdempotencyRetention.Unbounded() -> frontier;
                case IdempotencyRetention.Window(long keepSequences) -> keepSequences;
                case IdempotencyRetention.Hybrid(long keepSequences, long _) -> keepSequences;
            };
            remembered.headMap(Math.max(0, frontier - keep)).clear();
        }

        boolean admits(int keys, long frontier) {
            if (!(retention instanceof IdempotencyRetention.Hybrid hybrid)
                    || remembered.size() + keys <= hybrid.maxKeys()) {
                return true;
            }
            evict(frontier);
            return remembered.size() + keys <= hybrid.maxKeys();
        }

        List<IdempotencyRow> written() {
            List<IdempotencyRow> gone = new ArrayList<>();
            List<IdempotencyRow> live = new ArrayList<>();
            remembered.forEach((sequence, row) -> (inLog.containsKey(sequence) ? live : gone).add(row));
            List<IdempotencyRow> written = new ArrayList<>();
            gone.forEach(row -> written.add(row.asEvicted()));
            for (int i = 0; i < live.size(); i++) {
                if (i >= live.size() - NEWEST || !live.get(i).extensions().isEmpty()) {
                    written.add(live.get(i));
                }
            }
            return written;
        }
    }

    private static IdempotencyRetention retention(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new IdempotencyRetention.Unbounded();
            case 1 -> new IdempotencyRetention.Window(random.nextInt(60));
            default -> new IdempotencyRetention.Hybrid(random.nextInt(60), random.nextInt(30));
        };
    }

    @Test
    void randomHistoriesAreRememberedLikeAMap() {
        Laws.qt(400).forAll(longs().all()).checkAssert(KeyWindowLawTest::check);
    }

    private static void check(long seed) {
        Random random = new Random(seed);
        KeyRows rows = new KeyRows();
        Model model = new Model(retention(random));
        List<IdempotencyRow> loaded = new ArrayList<>();
        long sequence = restored(random, rows, model, loaded);
        java.util.Collections.shuffle(loaded, random);
        KeyWindow window =
                new KeyWindow(rows.index.writer(), loaded, model.retention, IdempotencyOverflow.FAIL_CLOSED, NEWEST);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    window.evict(sequence);
                    model.evict(sequence);
                }
                case 1 -> rows.insert(100_000 + sequence, sequence++, Extensions.none());
                default -> sequence = append(random, sequence, rows, model, window);
            }
            assertThat(window.count()).isEqualTo(model.remembered.size());
        }
        for (long key = 0; key < sequence; key++) {
            IdempotencyRow row = model.inLog.getOrDefault(key, model.remembered.get(key));
            assertThat(window.find(id(key)).map(Known::sequence).orElse(-1L))
                    .isEqualTo(row == null ? -1 : row.sequence());
        }
        assertThat(window.snapshot()).isEqualTo(model.written());
    }

    /// Events of earlier sessions: some unkeyed, some dropped since, some taken from a footer.
    private static long restored(Random random, KeyRows rows, Model model, List<IdempotencyRow> loaded) {
        long sequence = 0;
        for (int i = random.nextInt(40); i > 0; i--) {
            Extensions extensions = random.nextInt(4) == 0 ? tagged(i) : Extensions.none();
            boolean keyed = random.nextBoolean();
            boolean dropped = random.nextInt(3) == 0;
            IdempotencyRow row = stored(sequence, sequence, random.nextBoolean() && dropped, extensions);
            if (keyed) {
                loaded.add(row);
                model.remembered.put(sequence, row);
            }
            if (keyed && !dropped) {
                model.inLog.put(sequence, row);
                if (random.nextBoolean()) {
                    rows.insertUnknown(sequence, sequence, extensions);
                } else {
                    rows.insert(sequence, sequence, extensions);
                }
            }
            sequence += 1 + random.nextInt(2);
        }
        rows.insert(200_000, sequence, Extensions.none());
        return sequence + 1;
    }

    private static long append(Random random, long sequence, KeyRows rows, Model model, KeyWindow window) {
        int keys = 1 + random.nextInt(3);
        if (!model.admits(keys, sequence)) {
            assertThatThrownBy(() -> window.admit(keys, sequence))
                    .isInstanceOfSatisfying(
                            IdempotencyOverflowException.class,
                            e -> assertThat(e.keys()).isEqualTo(model.remembered.size()));
            return sequence;
        }
        window.admit(keys, sequence);
        for (long next = sequence; next < sequence + keys; next++) {
            Extensions extensions = random.nextInt(4) == 0 ? tagged(next) : Extensions.none();
            IdempotencyRow row = stored(next, next, false, extensions);
            window.record(rows.insert(next, next, extensions));
            model.remembered.put(next, row);
            model.inLog.put(next, row);
        }
        return sequence + keys;
    }
}
