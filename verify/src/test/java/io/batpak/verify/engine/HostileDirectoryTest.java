package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.EntityClockOverflowException;
import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreErrorKind;
import io.batpak.format.Preamble;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Directories that were damaged on purpose, or left behind at the worst moment.
///
/// Tier: crash. Covers: E3.
class HostileDirectoryTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final String SEGMENT = "000001.fbat";

    private final MemFs fs = new MemFs();

    @Test
    void anOpenBatchIsCutOffSoThatNoReaderTakesLaterEventsForItsItems() {
        Store killed = open(fs);
        append(killed, 0);
        int before = fs.bytes(SEGMENT).length;
        killed.appendBatch(List.of(item(), item(), item()));
        MemFs left = fs.killed();
        left.damage(SEGMENT, bytes -> Arrays.copyOf(bytes, bytes.length - 400));
        try (Store store = open(left)) {
            assertThat(left.bytes(SEGMENT)).as("cut at the BEGIN marker").hasSize(before);
            assertThat(orders(store)).hasSize(1);
            assertThat(store.openReport().repairs()).hasSize(1);
        }
    }

    @Test
    void aFlippedSequenceInAFooterMovesNoEvent() {
        List<Receipt> receipts = new ArrayList<>();
        for (int session = 0; session < 2; session++) {
            try (Store store = open(fs)) {
                LongStream.range(0, 6).forEach(n -> receipts.add(append(store, n)));
            }
        }
        fs.damage(SEGMENT, bytes -> {
            int rows = 8; // opening, six events, closing
            int sequenceOfThird = bytes.length - 20 - 162 * rows + 162 * 2 + 122;
            bytes[sequenceOfThird + 5] ^= 1;
            return bytes;
        });
        try (StoreReader reader = StoreReader.open(config(fs))) {
            assertThat(reader.query(Region.entity("order")).stream().map(Entry::sequence))
                    .containsExactlyElementsOf(
                            receipts.stream().map(Receipt::sequence).toList());
        }
    }

    @Test
    void readersNeverLoseTheFileTheyReadFrom() throws InterruptedException {
        StoreConfig config =
                StoreConfig.on(fs).segmentBytesMax(600).openFilesMax(1).build();
        Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        try (Store store = Store.open(config)) {
            List<Receipt> receipts =
                    LongStream.range(0, 12).mapToObj(n -> append(store, n)).toList();
            List<Thread> readers = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                int first = reader * 3;
                readers.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 1000; i++) {
                        try {
                            store.get(
                                    receipts.get((i + first) % receipts.size()).eventId());
                        } catch (RuntimeException e) {
                            failures.add(e);
                        }
                    }
                }));
            }
            for (Thread reader : readers) {
                reader.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void anAbsurdWallClockNeitherStopsTheOpenNorKeepsTheDirectoryLocked() {
        for (long wallMillis : new long[] {Long.MAX_VALUE, -5}) {
            MemFs left = killedAfterOneEvent();
            left.damage(SEGMENT, bytes -> Tampering.userEvents(bytes, event -> event.wallMillis(wallMillis)));
            Store store = open(left);
            append(store, 1);
            store.close();
            open(left).close();
        }
    }

    @Test
    void aStreamThatHasUsedAllItsClocksTakesNoFurtherEvent() {
        MemFs left = killedAfterOneEvent();
        left.damage(SEGMENT, bytes -> Tampering.userEvents(bytes, event -> event.clock(0xFFFF_FFFFL)));
        try (Store store = open(left)) {
            assertThatThrownBy(() -> append(store, 1)).isInstanceOf(EntityClockOverflowException.class);
            assertThat(orders(store)).hasSize(1);
        }
    }

    @Test
    void aSegmentOfANewerFormatIsRefusedAndNotWrittenOver() {
        fs.create();
        byte[] newer = Preamble.encode(1, 5);
        newer[17] = 2; // the value behind the key "version"
        write(newer);
        assertThatThrownBy(() -> open(fs)).isInstanceOf(SegmentDamageException.class);
        assertThat(fs.bytes(SEGMENT)).isEqualTo(newer);
    }

    @Test
    void aLastFrameWhoseLastSectorsNeverReachedTheDiskIsATornOne() {
        Store killed = open(fs);
        append(killed, 0);
        killed.append(AT, KIND, Payload.of(Value.of("x".repeat(3000))));
        MemFs left = fs.killed();
        left.damage(SEGMENT, bytes -> {
            Arrays.fill(bytes, (bytes.length - 8) / 512 * 512, bytes.length, (byte) 0);
            return bytes;
        });
        try (Store store = open(left)) {
            assertThat(orders(store)).hasSize(1);
            assertThat(store.openReport().repairs()).hasSize(1);
        }
    }

    @Test
    void aDamagedFrameInTheMiddleIsRefusedWhateverItLooksLike() {
        MemFs left = killedAfterOneEvent();
        left.damage(SEGMENT, bytes -> {
            bytes[200] ^= 4; // inside the frame of the opening
            return bytes;
        });
        assertThatThrownBy(() -> open(left))
                .isInstanceOfSatisfying(
                        SegmentDamageException.class, e -> assertThat(e.kind()).isEqualTo(StoreErrorKind.CRC_MISMATCH));
    }

    @Test
    void aTailFullOfFramesThatAreNoneIsRefusedInBoundedTime() {
        MemFs left = killedAfterOneEvent();
        left.damage(SEGMENT, HostileDirectoryTest::withFakeHeads);
        assertThatThrownBy(() -> open(left)).isInstanceOf(SegmentDamageException.class);
    }

    private static byte[] withFakeHeads(byte[] bytes) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + (4 << 20));
        byte[] head = {0, 0, 0, 0, 1, 2, 3, 4, (byte) 0x84, (byte) 0xa5, 'e', 'v', 'e', 'n', 't'};
        Arrays.fill(longer, bytes.length, bytes.length + 8, (byte) 0x7f);
        for (int at = bytes.length + 8; at + head.length < longer.length; at += head.length) {
            int body = longer.length - at - 8;
            System.arraycopy(head, 0, longer, at, head.length);
            longer[at + 1] = (byte) (body >> 16);
            longer[at + 2] = (byte) (body >> 8);
            longer[at + 3] = (byte) body;
        }
        return longer;
    }

    private MemFs killedAfterOneEvent() {
        MemFs own = new MemFs();
        Store killed = open(own);
        append(killed, 0);
        return own.killed();
    }

    private void write(byte[] bytes) {
        try (var file = fs.createNew(SEGMENT)) {
            file.write(bytes, 0, bytes.length, 0);
        }
    }

    private static List<Entry> orders(Store store) {
        return store.query(Region.entity("order")).toList();
    }

    private static StoreConfig config(MemFs on) {
        return StoreConfig.on(on).build();
    }

    private static Store open(MemFs on) {
        return Store.open(config(on));
    }

    private static BatchItem item() {
        return BatchItem.of(AT, KIND, Payload.of(Value.of(7)));
    }

    private static Receipt append(Store store, long n) {
        return store.append(AT, KIND, Payload.of(Value.map("n", n)));
    }
}
