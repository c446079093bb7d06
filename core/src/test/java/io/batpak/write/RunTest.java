package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.BatchFailedException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationRef;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.msgpack.MessageWriter;
import io.batpak.time.Clock;
import io.batpak.time.Ticker;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A run of commands: each sees what those before it leave, and one that fails leaves nothing.
///
/// Covers: B1, B7.
/// Tier: unit.
class RunTest {
    private static final Payload PAYLOAD = Payload.messagePack(new byte[] {(byte) 0xC0});

    private final KeyRows rows = new KeyRows();
    private final Run run = new Run(rows.index.writer(), Clock.system(), new MessageWriter(64));
    private final Reply reply = new Reply(new Pipeline(Ticker.system(), () -> {}, () -> {}));

    private static Prepared event(long id, long timestampMicros, AppendOptions options) {
        return new Prepared(
                KeyRows.AT, KeyRows.KIND, PAYLOAD, Hash.of(3, 0, 0, id), new EventId(0, id), timestampMicros, options);
    }

    private Command single(Prepared event) {
        return Command.single(event, 0, reply);
    }

    private Command batch(long timestampMicros, CausationRef... causes) {
        List<BatchItem> items = IntStream.range(0, causes.length)
                .mapToObj(at -> new BatchItem(KeyRows.AT, KeyRows.KIND, PAYLOAD, AppendOptions.none(), causes[at]))
                .toList();
        List<Prepared> events = IntStream.range(0, causes.length)
                .mapToObj(at -> event(100 + at, timestampMicros, AppendOptions.none()))
                .toList();
        return Command.batch(items, events, 0, reply);
    }

    @Test
    void aBatchThatIsRefusedLeavesNoByteAndNoHead() {
        run.addSingle(single(event(1, 5, AppendOptions.none())));
        int length = run.buffer().length();
        Command refused = batch(5, new CausationRef.None(), new CausationRef.PriorItem(1));
        assertThatThrownBy(() -> run.addBatch(refused, 8))
                .isInstanceOfSatisfying(
                        BatchFailedException.class,
                        e -> assertThat(e.itemIndex()).isEqualTo(1));
        assertThat(run.buffer().length()).isEqualTo(length);
        assertThat(run.events()).isEqualTo(1);
        assertThat(run.parts()).hasSize(1);
        assertThat(Objects.requireNonNull(run.head(event(2, 5, AppendOptions.none())))
                        .hash())
                .isEqualTo(Hash.of(3, 0, 0, 1));
    }

    @Test
    void aBatchOfTheFirstMicrosecondIsTakenAndOneBeforeItIsNot() {
        assertThatThrownBy(() -> run.addBatch(batch(-1, new CausationRef.None()), 0))
                .isInstanceOf(BatchFailedException.class);
        assertThat(run.isEmpty()).isTrue();
        run.addBatch(batch(0, new CausationRef.None(), new CausationRef.PriorItem(0)), 0);
        assertThat(run.events()).isEqualTo(2);
        assertThat(run.parts().getFirst().placed()).hasSize(2);
    }

    @Test
    void theKeysOfARunAreCountedUntilItIsForgotten() {
        AppendOptions keyed = AppendOptions.none().idempotencyKey(new IdempotencyKey(0, 7));
        run.addSingle(single(event(7, 5, keyed)));
        run.addSingle(single(event(8, 5, AppendOptions.none())));
        assertThat(run.keyCount()).isEqualTo(1);
        assertThat(run.uses(new EventId(0, 7))).isTrue();
        assertThat(run.uses(new EventId(0, 8))).as("an id is no key").isFalse();
        run.clear();
        assertThat(run.isEmpty()).isTrue();
        assertThat(run.keyCount()).isZero();
        assertThat(run.uses(new EventId(0, 7))).isFalse();
        assertThat(run.buffer().length()).isZero();
        assertThat(run.events()).isZero();
        assertThat(run.head(event(9, 5, AppendOptions.none()))).isNull();
    }

    @Test
    void eachEventStandsBehindTheOneBeforeItOrBehindTheHeadInTheIndex() {
        rows.insert(1, 7, Extensions.none());
        run.addSingle(single(event(2, 5, AppendOptions.none())));
        assertThat(run.parts().getFirst().placed().getFirst().asHead())
                .as("wall time never goes back within a stream")
                .isEqualTo(new Placed.Head(8, 1000, Hash.of(3, 0, 0, 2)));
        run.addSingle(single(event(3, 2_000_000, AppendOptions.none())));
        assertThat(run.parts().getLast().placed().getFirst().asHead())
                .isEqualTo(new Placed.Head(9, 2000, Hash.of(3, 0, 0, 3)));
        assertThat(run.head(event(4, 5, AppendOptions.none().lane(1)))).isNull();
    }
}
