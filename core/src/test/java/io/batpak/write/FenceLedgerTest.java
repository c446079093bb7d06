package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.BatchFailedException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.IdempotencyOverflowException;
import io.batpak.error.InvalidClockException;
import io.batpak.fs.SyncMode;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Durability;
import io.batpak.model.EventId;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.Payload;
import io.batpak.model.RestartPolicy;
import io.batpak.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How much a fence takes: as much as 0.9.0 reads back, and no more; what is refused leaves nothing in it.
///
/// Tier: unit. Covers: B7.
class FenceLedgerTest {
    private static final int EVENTS_MAX = 1_000_000;

    private final WriteSettings settings = new WriteSettings(
            new WriteSettings.Limits(1 << 20, 1 << 30, EVENTS_MAX, Integer.MAX_VALUE),
            new WriteSettings.Syncs(Durability.CADENCE, 1000, Duration.ZERO, SyncMode.DATA, FsyncSchedule.SHARED),
            new WriteSettings.Queue(16, 16, 1, true, 0),
            new WriteSettings.Keys(new IdempotencyRetention.Hybrid(100, 3), IdempotencyOverflow.FAIL_CLOSED),
            RestartPolicy.once(),
            false);
    private final KeyWindow keys = new KeyWindow(
            new KeyRows().index.writer(),
            List.of(),
            settings.keys().retention(),
            settings.keys().overflow());
    private final FenceLedger ledger = new FenceLedger(new Placement(settings, keys), keys);
    private final Pipeline pipeline = new Pipeline(Ticker.system(), () -> {}, () -> {});

    private static Prepared event(long id, Payload payload, long timestampMicros, AppendOptions options) {
        return new Prepared(KeyRows.AT, KeyRows.KIND, payload, Hash.ZERO, new EventId(0, id), timestampMicros, options);
    }

    private Command single(Payload payload) {
        return Command.single(event(1, payload, 5, AppendOptions.none()), 1, new Reply(pipeline));
    }

    private Command batch(int events, long timestampMicros) {
        Prepared event = event(1, OpenCommitter.PAYLOAD, timestampMicros, AppendOptions.none());
        return Command.batch(
                Collections.nCopies(events, BatchItem.of(KeyRows.AT, KeyRows.KIND, OpenCommitter.PAYLOAD)),
                Collections.nCopies(events, event),
                1,
                new Reply(pipeline));
    }

    private Command keyed(long... wanted) {
        List<BatchItem> items = new ArrayList<>();
        List<Prepared> events = new ArrayList<>();
        for (long key : wanted) {
            AppendOptions options = AppendOptions.none().idempotencyKey(new IdempotencyKey(0, key));
            items.add(BatchItem.of(KeyRows.AT, KeyRows.KIND, OpenCommitter.PAYLOAD, options));
            events.add(event(key, OpenCommitter.PAYLOAD, 5, options));
        }
        return Command.batch(items, events, 1, new Reply(pipeline));
    }

    @Test
    void aMillionEventsAreTakenAndNotOneMore() {
        ledger.add(batch(EVENTS_MAX - 1, 5), 0);
        assertThatThrownBy(() -> ledger.add(batch(2, 5), 0)).isInstanceOf(ConfigurationException.class);
        ledger.add(single(OpenCommitter.PAYLOAD), 0);
        assertThat(ledger.events()).isEqualTo(EVENTS_MAX);
        assertThatThrownBy(() -> ledger.add(single(OpenCommitter.PAYLOAD), 0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1000001");
        assertThat(ledger.events()).isEqualTo(EVENTS_MAX);
        assertThat(ledger.replies()).hasSize(2);
        ledger.clear();
        ledger.add(single(OpenCommitter.PAYLOAD), 0);
        assertThat(ledger.events()).isEqualTo(1);
        assertThat(ledger.replies()).hasSize(1);
    }

    @Test
    void twoHundredAndFiftySixMebibytesAreTakenAndNotOneByteMore() {
        Payload quarter = Payload.handedOver(new byte[64 << 20]);
        for (int i = 0; i < 4; i++) {
            ledger.add(single(quarter), 0);
        }
        assertThatThrownBy(() -> ledger.add(single(OpenCommitter.PAYLOAD), 0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bytes behind one fence");
        assertThat(ledger.events()).isEqualTo(4);
        ledger.clear();
        ledger.add(single(quarter), 0);
    }

    @Test
    void aBatchFromTheFirstMicrosecondIsTakenAndOneFromBeforeIsNot() {
        ledger.add(batch(1, 0), 0);
        assertThatThrownBy(() -> ledger.add(batch(1, -1), 0))
                .isInstanceOfSatisfying(
                        BatchFailedException.class,
                        e -> assertThat(e.itemIndex()).isZero());
        Command single =
                Command.single(event(1, OpenCommitter.PAYLOAD, -1, AppendOptions.none()), 1, new Reply(pipeline));
        assertThatThrownBy(() -> ledger.add(single, 0)).isInstanceOf(InvalidClockException.class);
        assertThat(ledger.events()).isEqualTo(1);
    }

    @Test
    void keysOfOneFenceCountTogetherAndAreAnsweredWithinIt() {
        ledger.add(keyed(1, 2), 0);
        assertThatThrownBy(() -> ledger.add(keyed(3, 4), 0)).isInstanceOf(IdempotencyOverflowException.class);
        assertThat(ledger.events()).isEqualTo(2);
        ledger.add(keyed(1, 2), 0);
        assertThat(ledger.events())
                .as("known within the fence, so not written again")
                .isEqualTo(2);
        assertThat(ledger.replies()).hasSize(2);
        ledger.add(keyed(3), 0);
        assertThat(ledger.events()).isEqualTo(3);
        ledger.clear();
        ledger.add(keyed(1, 2), 0);
        assertThat(ledger.events())
                .as("a fence that was cancelled leaves no key")
                .isEqualTo(2);
    }

    @Test
    void anEmptyBatchWritesNothing() {
        ledger.add(batch(0, 5), 0);
        assertThat(ledger.events()).isZero();
        assertThat(ledger.replies()).hasSize(1);
    }
}
