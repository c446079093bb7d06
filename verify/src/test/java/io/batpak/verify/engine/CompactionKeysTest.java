package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.IdempotencyOverflowException;
import io.batpak.fs.IoKind;
import io.batpak.model.BatchItem;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.ForkOptions;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.Receipt;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A keyed write that was dropped is not done again, as long as its key is in the window.
///
/// Tier: unit. Covers: C1, C3, G8.
class CompactionKeysTest {
    private static final Compaction DROP_ALL =
            Compaction.retention(candidate -> !candidate.entry().kind().equals(KIND));
    private static final int KEYS = 30;

    private final MemFs fs = new MemFs();
    private final List<Receipt> originals = new ArrayList<>();
    private final List<BatchItem> batch = List.of(keyed(50), keyed(51), keyed(52));

    private static StoreConfig.Builder config(MemFs fs) {
        return Samples.quiet(fs).segmentBytesMax(2000);
    }

    private void fillAndDrop(Store store) {
        for (int n = 0; n < KEYS; n++) {
            originals.add(store.append(AT, KIND, payload(n), key(n + 1).extension("app.n", new byte[] {(byte) n})));
        }
        originals.addAll(store.appendBatch(batch));
        assertThat(store.compact(DROP_ALL).outcome()).isEqualTo(new CompactionOutcome.Performed());
        assertThat(Samples.seen(store)).as("those of the last segment").isLessThan(8);
    }

    private void requireKnown(Store store, String where) {
        long next = store.stats().nextSequence();
        for (int n = 0; n < KEYS; n++) {
            Receipt again = store.append(AT, KIND, payload(1000 + n), key(n + 1));
            assertThat(again.sequence())
                    .as("%s, key %s", where, n + 1)
                    .isEqualTo(originals.get(n).sequence());
            assertThat(again.eventId()).isEqualTo(originals.get(n).eventId());
            assertThat(again.wire()).as(where).isEqualTo(originals.get(n).wire());
        }
        assertThat(store.appendBatch(batch))
                .as(where)
                .extracting(Receipt::sequence)
                .isEqualTo(originals.subList(KEYS, KEYS + batch.size()).stream()
                        .map(Receipt::sequence)
                        .toList());
        assertThat(store.stats().nextSequence()).as(where).isEqualTo(next);
    }

    @Test
    void aRetryOfADroppedWriteWritesNothingWhereverItIsAsked() {
        MemFs killed;
        try (Store store = Store.open(config(fs).build())) {
            fillAndDrop(store);
            requireKnown(store, "live");
            store.snapshot(Path.of("/copies/snapshot"));
            store.fork(Path.of("/copies/fork"), ForkOptions.standard());
            killed = fs.killed();
        }
        for (String copy : List.of("/copies/snapshot", "/copies/fork")) {
            try (Store store = Store.open(config(fs.elsewhere(Path.of(copy))).build())) {
                requireKnown(store, copy);
            }
        }
        for (MemFs left : List.of(fs, killed)) {
            for (int session = 0; session < 2; session++) {
                try (Store store = Store.open(config(left).build())) {
                    requireKnown(store, "session " + session);
                    store.compact(DROP_ALL);
                    requireKnown(store, "session " + session + ", dropped again");
                }
            }
        }
    }

    /// The file of the keys was lost, so that only the log and its index tell their extensions.
    @Test
    void noKeyIsForgottenWhereTheDiskRefusesToReadAnEventThatGoes() {
        try (Store store = Store.open(config(fs).build())) {
            for (int n = 0; n < KEYS; n++) {
                originals.add(store.append(AT, KIND, payload(n), key(n + 1).extension("app.n", new byte[] {(byte) n})));
            }
            originals.addAll(store.appendBatch(batch));
        }
        fs.delete("index.idemp");
        long reads = Long.MAX_VALUE;
        int refused = 0;
        for (long failing = 0; failing <= reads; failing++) {
            MemFs disk = fs.killed();
            try (Store store = Store.open(config(disk).build())) {
                long before = disk.count(MemOperation.READ);
                if (failing > 0) {
                    disk.plan(MemFault.of(MemOperation.READ, failing, IoKind.OTHER));
                }
                CompactionOutcome outcome = store.compact(DROP_ALL).outcome();
                reads = failing == 0 ? disk.count(MemOperation.READ) - before : reads;
                refused += outcome instanceof CompactionOutcome.Failed ? 1 : 0;
                requireKnown(store, "read " + failing + ", " + outcome);
            }
        }
        assertThat(refused).as("of %s", reads).isGreaterThan(KEYS / 2);
    }

    @Test
    void keysInTheWindowStayAndThoseBehindItGoWithTheirEvents() {
        try (Store store = Store.open(config(fs)
                .idempotencyRetention(new IdempotencyRetention.Window(10))
                .build())) {
            for (int n = 0; n < KEYS; n++) {
                originals.add(store.append(AT, KIND, payload(n), key(n + 1)));
            }
            assertThat(store.compact(DROP_ALL).outcome()).isEqualTo(new CompactionOutcome.Performed());
            long next = store.stats().nextSequence();
            for (int n = KEYS - 1; n >= KEYS - 9; n--) {
                assertThat(store.append(AT, KIND, payload(n), key(n + 1)).sequence())
                        .as("key %s", n + 1)
                        .isEqualTo(originals.get(n).sequence());
            }
            assertThat(store.stats().nextSequence()).isEqualTo(next);
            assertThat(store.append(AT, KIND, payload(0), key(1)).sequence())
                    .as("long behind the window")
                    .isEqualTo(next);
        }
    }

    @Test
    void aCompactionMakesNoRoomInAFullWindow() {
        StoreConfig config = config(fs)
                .idempotencyRetention(new IdempotencyRetention.Hybrid(1000, KEYS + 1))
                .idempotencyOverflow(IdempotencyOverflow.FAIL_CLOSED)
                .build();
        try (Store store = Store.open(config)) {
            for (int n = 0; n < KEYS; n++) {
                originals.add(store.append(AT, KIND, payload(n), key(n + 1)));
            }
            assertThatThrownBy(() -> store.append(AT, KIND, payload(1), key(99)))
                    .isInstanceOf(IdempotencyOverflowException.class);
            store.compact(DROP_ALL);
            assertThatThrownBy(() -> store.append(AT, KIND, payload(1), key(99)))
                    .isInstanceOf(IdempotencyOverflowException.class);
            assertThat(store.append(AT, KIND, payload(1), key(1)).sequence())
                    .isEqualTo(originals.getFirst().sequence());
        }
    }
}
