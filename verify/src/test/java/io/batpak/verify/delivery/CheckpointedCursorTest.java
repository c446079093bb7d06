package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.REGION;
import static io.batpak.verify.delivery.Notes.open;
import static io.batpak.verify.delivery.Notes.sequences;
import static io.batpak.verify.delivery.Notes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointInUseException;
import io.batpak.delivery.CheckpointedCursor;
import io.batpak.delivery.Checkpoints;
import io.batpak.delivery.CursorOptions;
import io.batpak.error.CheckpointWriteException;
import io.batpak.error.ConfigurationException;
import io.batpak.error.CursorCheckpointCorruptException;
import io.batpak.error.CursorCheckpointRegionMismatchException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreErrorKind;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.CursorCheckpoint;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.model.Region;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// A cursor that keeps its place goes on exactly where the last one has committed, or says why it cannot.
///
/// Tier: unit. Covers: I1, I2, I3, D3.
class CheckpointedCursorTest {
    private static final CheckpointId ID = CheckpointId.of("mailer");

    private final MemFs fs = new MemFs();

    private MemFs cursors() {
        return fs.elsewhere(Path.of(fs.directory()).resolve("cursors"));
    }

    private void put(String name, byte[] content) {
        MemFs cursors = cursors();
        cursors.create();
        try (StoreFile file = cursors.createNew(name)) {
            file.write(content, 0, content.length, 0);
        }
    }

    private static CheckpointedCursor cursor(Store store) {
        return store.delivery().cursor(REGION, ID);
    }

    @Test
    void theNextSessionGoesOnExactlyBehindWhatWasCommitted() {
        List<Long> wanted;
        try (Store store = open(fs)) {
            wanted = write(store, "a", 10);
            CheckpointedCursor cursor = cursor(store);
            assertThat(cursor.committed()).isEmpty();
            assertThat(sequences(cursor.poll(4))).isEqualTo(wanted.subList(0, 4));
            cursor.commit();
            assertThat(cursor.committed()).hasValue(wanted.get(3));
            assertThat(sequences(cursor.poll(3))).isEqualTo(wanted.subList(4, 7));
            cursor.close();
            assertThatThrownBy(cursor::commit).isInstanceOf(IllegalStateException.class);
        }
        assertThat(HexFormat.of().formatHex(cursors().bytes("mailer.ckpt")))
                .isEqualTo(HexFormat.of()
                        .formatHex(CursorCheckpoint.of(OptionalLong.of(wanted.get(3)), REGION.checkpointIdentity())
                                .encode()));
        try (Store store = open(fs)) {
            CheckpointedCursor cursor = cursor(store);
            assertThat(cursor.position()).hasValue(wanted.get(3));
            assertThat(cursor.witness().checkpoint()).isEqualTo(ID);
            assertThat(sequences(cursor.poll(100))).isEqualTo(wanted.subList(4, 10));
            cursor.rollback();
            assertThat(sequences(cursor.poll(2))).isEqualTo(wanted.subList(4, 6));
            cursor.rollback();
            assertThat(sequences(cursor.poll(100))).isEqualTo(wanted.subList(4, 10));
            cursor.commit();
        }
        try (Store store = open(fs)) {
            assertThat(cursor(store).poll(10)).isEmpty();
        }
    }

    @Test
    void aCursorBeginsWhereItIsToldOnlyIfNoPlaceIsKept() {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 6);
            Checkpoints places = store.delivery().checkpoints();
            CursorOptions late = CursorOptions.fromTheBeginning().startingAfter(all.get(3));
            try (CheckpointedCursor cursor = places.open(REGION, ID, late)) {
                assertThat(sequences(cursor.poll(1))).containsExactly(all.get(4));
                cursor.commit();
            }
            try (CheckpointedCursor cursor = places.open(REGION, ID, CursorOptions.fromTheBeginning())) {
                assertThat(sequences(cursor.poll(10))).containsExactly(all.get(5));
            }
        }
    }

    @Test
    void aPlaceThatWasNotBegunBeginsAnewWhateverItsPosition() {
        put(
                "mailer.ckpt",
                new CursorCheckpoint(99, false, OptionalLong.of(5), java.util.Optional.of(REGION.checkpointIdentity()))
                        .encode());
        try (Store store = open(fs)) {
            long first = write(store, "a");
            assertThat(sequences(cursor(store).poll(10))).containsExactly(first);
        }
    }

    @Test
    void aPlaceOfAnotherRegionIsRefusedAndLeftAsItIs() {
        try (Store store = open(fs)) {
            write(store, "a");
            try (CheckpointedCursor cursor = cursor(store)) {
                cursor.poll(1);
                cursor.commit();
            }
            byte[] before = cursors().bytes("mailer.ckpt");
            for (Region other :
                    List.of(Region.all(), REGION.withLane(0), Region.scope("room"), REGION.withEntity("a"))) {
                assertThatExceptionOfType(CursorCheckpointRegionMismatchException.class)
                        .isThrownBy(() -> store.delivery().cursor(other, ID))
                        .satisfies(
                                e -> assertThat(e.kind()).isEqualTo(StoreErrorKind.CURSOR_CHECKPOINT_REGION_MISMATCH))
                        .withMessageContaining(REGION.checkpointIdentity())
                        .withMessageContaining(other.checkpointIdentity());
            }
            assertThat(cursors().bytes("mailer.ckpt")).isEqualTo(before);
            cursor(store).close();
        }
    }

    @Test
    void aPlaceWithoutARegionIsRefused() {
        put("mailer.ckpt", HexFormat.of().parseHex("9200c3"));
        try (Store store = open(fs)) {
            assertThatThrownBy(() -> cursor(store)).isInstanceOf(CursorCheckpointRegionMismatchException.class);
        }
    }

    @Test
    void aCorruptPlaceIsRefusedEachTimeUntilItIsReset() {
        for (byte[] content : List.of(
                new byte[0],
                "nonsense".getBytes(StandardCharsets.US_ASCII),
                new byte[(1 << 20) + 1],
                CursorCheckpoint.of(OptionalLong.of(1_000_000), REGION.checkpointIdentity())
                        .encode())) {
            put("mailer.ckpt", content);
            try (Store store = open(fs)) {
                long first = write(store, "a");
                for (int tries = 0; tries < 2; tries++) {
                    assertThatExceptionOfType(CursorCheckpointCorruptException.class)
                            .isThrownBy(() -> cursor(store))
                            .withMessageContaining("mailer.ckpt");
                }
                assertThat(cursors().bytes("mailer.ckpt")).isEqualTo(content);
                assertThat(store.delivery().checkpoints().reset(ID)).isTrue();
                try (CheckpointedCursor fresh = cursor(store)) {
                    assertThat(fresh.position()).isEmpty();
                    assertThat(fresh.poll(100)).isNotEmpty();
                    assertThat(first).isPositive();
                }
            }
        }
    }

    @Test
    void aNameHasOneConsumerAtATimeAndIsGivenBackByAFailedOne() {
        try (Store store = open(fs)) {
            CheckpointedCursor cursor = cursor(store);
            assertThatThrownBy(() -> cursor(store)).isInstanceOf(CheckpointInUseException.class);
            assertThatThrownBy(() -> store.delivery().checkpoints().reset(ID))
                    .isInstanceOf(CheckpointInUseException.class);
            store.delivery().cursor(REGION, CheckpointId.of("another")).close();
            cursor.close();
            cursor.close();
            CheckpointedCursor next = cursor(store);
            cursor.close(); // of no effect on the next one
            assertThatThrownBy(() -> cursor(store)).isInstanceOf(CheckpointInUseException.class);
            next.close();
        }
    }

    @Test
    void aNameThatIsTooLongForAFileIsRefused() {
        String longest = "é".repeat(118);
        try (Store store = open(fs)) {
            write(store, "a");
            CheckpointId tooLong = CheckpointId.of(longest + "x");
            assertThatThrownBy(() -> store.delivery().cursor(REGION, tooLong))
                    .isInstanceOf(ConfigurationException.class);
            assertThatThrownBy(() -> store.delivery().checkpoints().find(tooLong))
                    .isInstanceOf(ConfigurationException.class);
            assertThatThrownBy(() -> store.delivery().checkpoints().reset(tooLong))
                    .isInstanceOf(ConfigurationException.class);
            try (CheckpointedCursor cursor = store.delivery().cursor(REGION, CheckpointId.of(longest))) {
                cursor.poll(1);
                cursor.commit();
            }
            assertThat(store.delivery().checkpoints().list()).containsExactly(CheckpointId.of(longest));
        }
    }

    @Test
    void placesAreListedFoundAndForgotten() {
        try (Store store = open(fs)) {
            long first = write(store, "a");
            Checkpoints places = store.delivery().checkpoints();
            assertThat(places.list()).isEmpty();
            assertThat(places.find(ID)).isEmpty();
            assertThat(places.reset(ID)).isFalse();
            for (String name : List.of("b", "a-b", "a", "é")) {
                try (CheckpointedCursor cursor = store.delivery().cursor(REGION, CheckpointId.of(name))) {
                    cursor.poll(1);
                    cursor.commit();
                }
            }
            put("somebody=else.ckpt", new byte[1]);
            put(".ckpt", new byte[1]);
            put("a.txt", new byte[1]);
            assertThat(places.list()).map(CheckpointId::name).containsExactly("a", "a-b", "b", "é");
            assertThat(places.find(CheckpointId.of("b"))).hasValueSatisfying(place -> {
                assertThat(place.after()).hasValue(first);
                assertThat(place.region()).contains(REGION.checkpointIdentity());
                assertThat(place.inUse()).isFalse();
            });
            try (CheckpointedCursor held = store.delivery().cursor(REGION, CheckpointId.of("b"))) {
                assertThat(places.find(held.id()).orElseThrow().inUse()).isTrue();
            }
            assertThat(places.reset(CheckpointId.of("b"))).isTrue();
            assertThat(places.find(CheckpointId.of("b"))).isEmpty();
        }
        assertThat(fs.crash()
                        .elsewhere(Path.of(fs.directory()).resolve("cursors"))
                        .list())
                .as("forgotten durably")
                .doesNotContain("b.ckpt")
                .contains("a.ckpt");
    }

    @Test
    void aDirectoryThatCannotBeWrittenFailsTheCommitAndTheCursorGoesOn() {
        try (Store store = open(fs)) {
            List<Long> all = write(store, "a", 4);
            store.sync();
            CheckpointedCursor cursor = cursor(store);
            cursor.poll(2);
            fs.plan(MemFault.of(MemOperation.CREATE_DIRECTORY, 1, IoKind.PERMISSION_DENIED));
            assertThatExceptionOfType(CheckpointWriteException.class)
                    .isThrownBy(cursor::commit)
                    .withCauseInstanceOf(StoreIoException.class)
                    .withMessageContaining("mailer");
            assertThat(cursor.committed()).isEmpty();
            for (MemOperation operation : List.of(MemOperation.CREATE, MemOperation.WRITE, MemOperation.RENAME)) {
                fs.plan(MemFault.of(operation, 1, IoKind.STORAGE_FULL));
                assertThatThrownBy(cursor::commit)
                        .as(operation.toString())
                        .isInstanceOf(CheckpointWriteException.class);
                assertThat(store.delivery().checkpoints().find(ID)).isEmpty();
            }
            cursor.commit();
            assertThat(cursor.committed()).hasValue(all.get(1));
            assertThat(cursor.poll(10)).hasSize(2);
            assertThat(cursors().list()).containsExactly("mailer.ckpt");
        }
    }

    @Test
    void whatIsNotDurableIsMadeDurableBeforeItIsDelivered() {
        try (Store store = Store.open(Notes.lazy(fs).build())) {
            List<Long> all = write(store, "a", 5);
            assertThat(store.frontier().durable().sequence()).isLessThan(all.getFirst());
            CheckpointedCursor cursor = cursor(store);
            long syncs = fs.count(MemOperation.SYNC);
            assertThat(cursor.poll(3)).hasSize(3);
            assertThat(store.frontier().durable().sequence()).isGreaterThanOrEqualTo(all.get(2));
            assertThat(cursor.poll(3)).hasSize(2);
            assertThat(fs.count(MemOperation.SYNC)).isEqualTo(syncs + 1);
            assertThat(cursor.poll(3)).isEmpty();
            assertThat(fs.count(MemOperation.SYNC)).isEqualTo(syncs + 1);
        }
    }

    @Test
    void whatCannotBeMadeDurableIsNotDelivered() {
        try (Store store = Store.open(Notes.lazy(fs).build())) {
            write(store, "a", 2);
            CheckpointedCursor cursor = cursor(store);
            fs.plan(MemFault.of(MemOperation.SYNC, 1, IoKind.OTHER));
            assertThatThrownBy(() -> cursor.poll(10)).isInstanceOf(io.batpak.error.StoreException.class);
            assertThat(cursor.position()).isEmpty();
            assertThatThrownBy(() -> cursor.poll(10)).isInstanceOf(WriterCrashedException.class);
            assertThatThrownBy(() -> cursor.await(10, Duration.ofDays(1))).isInstanceOf(WriterCrashedException.class);
            assertThatThrownBy(store::close).isInstanceOf(WriterCrashedException.class);
        }
    }

    @Test
    void whatAnEffectHasWrittenIsDurableBeforeThePositionIs() {
        try (Store store = Store.open(Notes.lazy(fs).build())) {
            write(store, "a");
            CheckpointedCursor cursor = cursor(store);
            cursor.poll(1);
            long effect = write(store, "effect");
            cursor.commit();
            assertThat(store.frontier().durable().sequence()).isGreaterThanOrEqualTo(effect);
        }
    }

    @Test
    void behindTheCloseNothingIsCommitted() {
        Store store = open(fs);
        write(store, "a");
        CheckpointedCursor cursor = cursor(store);
        cursor.poll(1);
        var delivery = store.delivery();
        store.close();
        assertThatThrownBy(cursor::commit).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> cursor.poll(1)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> delivery.cursor(REGION, CheckpointId.of("x")))
                .isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(delivery::checkpoints).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> delivery.subscribe(REGION)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> delivery.publisher(REGION, CursorOptions.fromTheBeginning()))
                .isInstanceOf(StoreClosedException.class);
        assertThat(cursors().exists()).isFalse();
    }

    @Test
    void whatAKilledWriterHasLeftHalfDoneGoesWithTheFirstConsumer() {
        put("mailer.ckpt.batpak-staged", new byte[3]);
        put(".tmpAbC123", new byte[3]);
        put("mine.txt", new byte[3]);
        try (Store store = open(fs)) {
            cursor(store).close();
            assertThat(cursors().list()).containsExactly("mine.txt");
            put("later.ckpt.batpak-staged", new byte[3]);
            cursor(store).close();
            assertThat(cursors().list()).as("of a consumer of this session").contains("later.ckpt.batpak-staged");
        }
    }

    @Test
    void waitingDeliversWhatComesAndEndsByItself() throws Exception {
        try (Store store = open(fs)) {
            CheckpointedCursor cursor = cursor(store);
            assertThat(cursor.await(10, Duration.ofMillis(1))).isEmpty();
            assertThat(cursor.await(0, Duration.ofDays(1))).isEmpty();
            Thread writer = Thread.ofVirtual().start(() -> write(store, "a"));
            assertThat(cursor.await(10, Notes.LONG)).hasSize(1);
            writer.join();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cursor.await(10, Notes.LONG)).isInstanceOf(InterruptedException.class);
        }
    }
}
