package io.batpak.write;

import static io.batpak.write.KeyRows.id;
import static io.batpak.write.KeyRows.stored;
import static io.batpak.write.KeyRows.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.IdempotencyOverflowException;
import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.Kinds;
import io.batpak.index.Index;
import io.batpak.index.IndexRow;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyOverflow;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.IdempotencyRetention.Hybrid;
import io.batpak.model.IdempotencyRetention.Unbounded;
import io.batpak.model.IdempotencyRetention.Window;
import io.batpak.model.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which keys are known, which count, when one has to go, and what is written to the file.
///
/// Covers: C1, C3.
/// Tier: unit.
class KeyWindowTest {
    private static final Logger LOGGER = Logger.getLogger("io.batpak");

    private final KeyRows rows = new KeyRows();

    private KeyWindow window(IdempotencyRetention retention, IdempotencyRow... loaded) {
        return new KeyWindow(rows.index.writer(), List.of(loaded), retention, IdempotencyOverflow.FAIL_CLOSED);
    }

    private void commit(KeyWindow window, long key, long sequence) {
        window.record(rows.insert(key, sequence, Extensions.none()));
    }

    @Test
    void aCommittedKeyIsFoundWithEverythingItsReceiptNeeds() {
        KeyWindow window = window(new Unbounded());
        assertThat(window.find(id(1))).isEmpty();
        window.record(rows.insert(1, 7, tagged(9)));
        Known known = window.find(id(1)).orElseThrow();
        assertThat(known.eventId()).isEqualTo(id(1));
        assertThat(known.sequence()).isEqualTo(7);
        assertThat(known.clock()).isEqualTo(OptionalLong.of(7));
        assertThat(known.contentHash()).isEqualTo(KeyRows.hash(7));
        assertThat(known.extensions()).isEqualTo(tagged(9));
        assertThat(known.position()).isEqualTo(stored(1, 7, false, tagged(9)).position());
        assertThat(known.at()).isEqualTo(KeyRows.AT);
        assertThat(known.kind()).isEqualTo(KeyRows.KIND);
        assertThat(known.previousHash())
                .isEqualTo(stored(1, 7, false, tagged(9)).previousHash());
        assertThat(window.count()).isEqualTo(1);
    }

    @Test
    void aKeyWhoseEventWasDroppedIsAnsweredFromTheFile() {
        rows.insert(5, 20, Extensions.none());
        KeyWindow window =
                window(new Unbounded(), stored(1, 7, true, tagged(1)), stored(2, 8, false, Extensions.none()));
        Known known = window.find(id(1)).orElseThrow();
        assertThat(known.sequence()).isEqualTo(7);
        assertThat(known.clock()).isEmpty();
        assertThat(known.extensions()).isEqualTo(tagged(1));
        assertThat(window.find(id(2))).isPresent();
        assertThat(window.isOfDropped(id(1))).isTrue();
        assertThat(window.isOfDropped(id(5))).as("in the log").isFalse();
        assertThat(window.count()).isEqualTo(2);
        assertThat(window.snapshot())
                .as("a dropped event is marked as such")
                .containsExactly(stored(1, 7, true, tagged(1)), stored(2, 8, true, Extensions.none()));
    }

    @Test
    void aKeyWhoseEventACrashTookAwayIsForgotten() {
        rows.insert(5, 20, Extensions.none());
        KeyWindow window = window(
                new Unbounded(),
                stored(1, 21, false, Extensions.none()),
                stored(2, 21, true, Extensions.none()),
                stored(3, 20, false, Extensions.none()));
        assertThat(window.find(id(1))).as("above everything in the log").isEmpty();
        assertThat(window.find(id(2)))
                .as("dropped by a compaction that renumbered")
                .isPresent();
        assertThat(window.find(id(3))).isPresent();
        assertThat(window.count()).isEqualTo(2);
    }

    @Test
    void aHiddenEventIsNotFoundAndItsKeyCanBeUsedAgain() {
        rows.insert(1, 3, Extensions.none());
        rows.hide(3, 4);
        KeyWindow window = window(new Unbounded(), stored(1, 3, false, Extensions.none()));
        assertThat(window.find(id(1))).isEmpty();
        assertThat(window.count()).as("as 0.9.0 counts").isEqualTo(1);
        assertThat(window.snapshot()).isEmpty();
        commit(window, 1, 4);
        assertThat(window.find(id(1)).orElseThrow().sequence()).isEqualTo(4);
        assertThat(window.snapshot()).containsExactly(stored(1, 4, false, Extensions.none()));
    }

    @Test
    void theNewestOfTwoVisibleEventsAnswers() {
        KeyWindow window = window(new Unbounded());
        commit(window, 1, 3);
        commit(window, 1, 4);
        assertThat(window.find(id(1)).orElseThrow().sequence()).isEqualTo(4);
        assertThat(window.snapshot()).containsExactly(stored(1, 4, false, Extensions.none()));
    }

    @Test
    void aKeyInsideTheWindowIsNeverEvictedToMakeRoom() {
        KeyWindow window = window(new Hybrid(10, 3));
        for (int sequence = 0; sequence < 3; sequence++) {
            window.admit(1, sequence);
            commit(window, sequence, sequence);
        }
        assertThatThrownBy(() -> window.admit(1, 10)).isInstanceOfSatisfying(IdempotencyOverflowException.class, e -> {
            assertThat(e.keys()).isEqualTo(3);
            assertThat(e.keysMax()).isEqualTo(3);
            assertThat(e.facts()).containsEntry("len", 3L).containsEntry("max_keys", 3L);
            assertThat(e.kind()).isEqualTo(StoreErrorKind.IDEMPOTENCY_OVERFLOW_FAIL_CLOSED);
            assertThat(e).isInstanceOf(StoreException.Busy.class);
        });
        assertThat(window.count()).isEqualTo(3);
        window.admit(1, 11);
        assertThat(window.count()).as("sequence 0 is now outside").isEqualTo(2);
        assertThat(window.find(id(0))).as("its event is in the log").isPresent();
    }

    @Test
    void aBatchIsAdmittedAsAWhole() {
        KeyWindow window = window(new Hybrid(100, 5));
        commit(window, 1, 0);
        commit(window, 2, 1);
        window.admit(3, 2);
        assertThatThrownBy(() -> window.admit(4, 2))
                .isInstanceOfSatisfying(
                        IdempotencyOverflowException.class,
                        e -> assertThat(e.keys()).isEqualTo(2));
        window.admit(0, 2);
    }

    @ParameterizedTest
    @EnumSource(
            value = IdempotencyOverflow.class,
            names = {"FAIL_CLOSED", "BACKPRESSURE"})
    void backpressureRefusesAsFailClosedDoes(IdempotencyOverflow overflow) {
        KeyWindow window = new KeyWindow(rows.index.writer(), List.of(), new Hybrid(100, 0), overflow);
        assertThatThrownBy(() -> window.admit(1, 50)).isInstanceOf(IdempotencyOverflowException.class);
    }

    @Test
    void warnAdmitsAboveTheLimit() {
        KeyWindow window = new KeyWindow(rows.index.writer(), List.of(), new Hybrid(100, 1), IdempotencyOverflow.WARN);
        for (int sequence = 0; sequence < 5; sequence++) {
            window.admit(1, sequence);
            commit(window, sequence, sequence);
        }
        assertThat(window.count()).isEqualTo(5);
    }

    @Test
    void onlyAHybridEvictsOnAdmission() {
        KeyWindow window = window(new Window(2));
        for (int sequence = 0; sequence < 5; sequence++) {
            window.admit(1, sequence);
            commit(window, sequence, sequence);
        }
        assertThat(window.count()).isEqualTo(5);
        window.evict(5);
        assertThat(window.count()).isEqualTo(2);
        assertThat(window.snapshot()).extracting(IdempotencyRow::sequence).containsExactly(3L, 4L);
        KeyWindow unbounded = window(new Unbounded(), stored(0, 0, false, Extensions.none()));
        unbounded.evict(Long.MAX_VALUE);
        assertThat(unbounded.count()).isEqualTo(1);
    }

    @Test
    void theWindowForgetsKeysOfDroppedEventsForGood() {
        rows.insert(9, 30, Extensions.none());
        KeyWindow window = window(
                new Window(10),
                stored(3, 25, true, Extensions.none()),
                stored(1, 20, true, Extensions.none()),
                stored(2, 21, true, Extensions.none()));
        window.evict(31);
        assertThat(window.find(id(1))).isEmpty();
        assertThat(window.find(id(2))).isPresent();
        assertThat(window.count()).isEqualTo(2);
        window.evict(31);
        assertThat(window.count()).isEqualTo(2);
    }

    @Test
    void olderKeysAreWrittenOnlyWithExtensions() {
        KeyWindow window = new KeyWindow(
                rows.index.writer(),
                List.of(stored(50, 0, true, Extensions.none())),
                new Unbounded(),
                IdempotencyOverflow.WARN,
                2);
        rows.insert(99, 1, Extensions.none());
        window.record(rows.insert(1, 2, tagged(1)));
        commit(window, 2, 3);
        commit(window, 3, 4);
        commit(window, 4, 5);
        assertThat(window.snapshot()).extracting(IdempotencyRow::sequence).containsExactly(0L, 2L, 4L, 5L);
        assertThat(window.count()).isEqualTo(5);
    }

    @Test
    void anOlderKeyWhoseExtensionsTheFileToldIsWrittenAgain() {
        rows.insert(1, 2, tagged(1));
        rows.insert(2, 3, Extensions.none());
        rows.insert(3, 4, Extensions.none());
        KeyWindow window = new KeyWindow(
                rows.index.writer(),
                List.of(
                        stored(1, 2, false, tagged(1)),
                        stored(2, 3, false, Extensions.none()),
                        stored(3, 4, false, Extensions.none())),
                new Unbounded(),
                IdempotencyOverflow.WARN,
                1);
        assertThat(window.snapshot()).extracting(IdempotencyRow::sequence).containsExactly(2L, 4L);
    }

    @Test
    void whatTheWindowHasLeftBehindIsNotWrittenForItsExtensionsEither() {
        KeyWindow window = new KeyWindow(rows.index.writer(), List.of(), new Window(2), IdempotencyOverflow.WARN, 1);
        for (int sequence = 0; sequence < 5; sequence++) {
            window.record(rows.insert(sequence, sequence, tagged(sequence)));
        }
        window.evict(5);
        assertThat(window.snapshot()).extracting(IdempotencyRow::sequence).containsExactly(3L, 4L);
    }

    @Test
    void theEndOfASessionIsAKeyAsAnyOther() {
        KeyWindow window = window(new Unbounded());
        window.record(rows.insertOfKind(1, 0, Kinds.OPEN_COMPLETED));
        window.record(rows.insertOfKind(2, 1, Kinds.CLOSE_COMPLETED));
        assertThat(window.count()).isEqualTo(2);
        assertThat(window.snapshot()).extracting(IdempotencyRow::sequence).containsExactly(0L, 1L);
    }

    @Test
    void keysAboveTheLimitAreWarnedOfOnce() {
        assertThat(logged(this::warnAdmitsAboveTheLimit))
                .singleElement()
                .asString()
                .contains("above maxKeys, 1");
    }

    @Test
    void onlyKeysThatACrashTookAreWarnedOf() {
        assertThat(logged(this::aKeyWhoseEventACrashTookAwayIsForgotten))
                .singleElement()
                .asString()
                .startsWith("1 remembered keys");
        assertThat(logged(this::theWindowForgetsKeysOfDroppedEventsForGood)).isEmpty();
    }

    /// What the journal logs in the meantime.
    private static List<String> logged(Runnable body) {
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        LOGGER.addHandler(handler);
        try {
            body.run();
        } finally {
            LOGGER.removeHandler(handler);
        }
        return messages;
    }

    @Test
    void unknownExtensionsAreReadFromTheFrameAndNeverWrittenAsNone() {
        rows.insertUnknown(1, 0, tagged(1));
        rows.insertUnknown(2, 1, tagged(2));
        rows.insertUnknown(3, 2, Extensions.none());
        rows.frames.remove(1L); // the file tells these, so their frame is not read
        KeyWindow window = window(
                new Unbounded(),
                stored(1, 0, false, Extensions.none()),
                stored(2, 1, false, tagged(2)),
                stored(3, 2, false, Extensions.none()));
        assertThat(window.snapshot())
                .containsExactly(
                        stored(1, 0, false, tagged(1)),
                        stored(2, 1, false, tagged(2)),
                        stored(3, 2, false, Extensions.none()));
    }

    @Test
    void extensionsToldOfAnotherEventWithTheSameKeyAreNotTaken() {
        rows.insertUnknown(1, 4, tagged(4));
        KeyWindow window = window(new Unbounded(), stored(1, 3, false, tagged(3)));
        assertThat(window.snapshot()).containsExactly(stored(1, 4, false, tagged(4)));
    }

    @Test
    void anEventWhoseFrameCannotBeReadIsLeftOut() {
        Index broken = new Index(position -> {
            throw new InvalidArgumentException("frame", position, "readable");
        });
        broken.writer().insert(new IndexRow().eventId(0, 1).coordinate("e", "s").unknownExtensions());
        KeyWindow window = new KeyWindow(
                broken.writer(),
                List.of(stored(1, 0, false, Extensions.none())),
                new Unbounded(),
                IdempotencyOverflow.WARN);
        assertThat(window.snapshot()).isEmpty();
        assertThat(window.count()).isEqualTo(1);
    }
}
