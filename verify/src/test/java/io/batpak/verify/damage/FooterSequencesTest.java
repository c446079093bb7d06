package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.model.Compaction;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Sequences stand in footers alone. Where a gap lies before a segment, as after compaction has dropped
/// events, they survive a damaged row and a footer of version 2, which has no checksum; and no damaged row is
/// believed.
///
/// Tier: crash. Covers: E1, E2.
class FooterSequencesTest {
    private static final String SEGMENT = "000003.fbat";
    private static final int TRAILER_BYTES = 16;
    private static final int ROW_BYTES = 162;
    private static final int SEQUENCE_IN_ROW = 122;

    @Test
    void oneDamagedRowDoesNotOutvoteTheOthers() {
        MemFs fs = journalWithAGap();
        List<Long> before = sequences(fs);
        assertThat(before.getFirst()).as("what is missing in front").isGreaterThan(4);
        for (int row = 0; row < rows(fs.bytes(SEGMENT)); row++) {
            int damaged = row;
            for (int bit = 0; bit < Long.SIZE; bit++) {
                MemFs copy = fs.killed();
                int flipped = bit;
                copy.damage(SEGMENT, bytes -> {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    int at = sequenceOf(bytes, damaged);
                    buffer.putLong(at, buffer.getLong(at) ^ (1L << flipped));
                    return bytes;
                });
                assertThat(sequences(copy)).as("row %d, bit %d", row, bit).isEqualTo(before);
            }
        }
    }

    private static boolean isRefused(MemFs fs) {
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            return reader.openReport().segments().isEmpty();
        } catch (SegmentDamageException e) {
            return true;
        }
    }

    /// Counting its events would give them other sequences.
    @Test
    void aDamagedFooterOfASegmentWithGapsIsRefused() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(StoreConfig.on(fs)
                .cooperative(true)
                .indexArtifacts(IndexArtifacts.NEVER)
                .segmentBytesMax(2000)
                .build())) {
            for (int i = 0; i < 20; i++) {
                store.append(Coordinate.of("order:1", "shop"), EventKind.of(0xF, 1), payload(i));
            }
            store.compact(Compaction.retention(candidate -> candidate.entry().sequence() % 3 != 0));
            store.append(Coordinate.of("order:1", "shop"), EventKind.of(0xF, 1), payload(20));
        }
        fs.list().stream().filter(name -> name.endsWith(".fbx")).toList().forEach(fs::delete);
        List<Long> before = sequences(fs);
        assertThat(before).as("gaps").hasSizeLessThan((int) (before.getLast() - before.getFirst()));
        String compacted = fs.list().stream()
                .filter(name -> name.endsWith(".fbat"))
                .findFirst()
                .orElseThrow();
        int length = fs.bytes(compacted).length;
        int refused = 0;
        for (int back = 1; back <= TRAILER_BYTES + 4 + ROW_BYTES; back++) {
            MemFs copy = fs.killed();
            int at = length - back;
            copy.damage(compacted, bytes -> {
                bytes[at] ^= 1;
                return bytes;
            });
            if (isRefused(copy)) {
                refused++;
            } else {
                assertThat(sequences(copy)).as("byte %d from the end", back).isEqualTo(before);
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    /// A power cut may take any page of a footer that no sync has covered; 0.9.0 begins the next segment before.
    @Test
    void rowsThatNeverReachedTheDiskOutvoteNobody() {
        MemFs fs = journalWithAGap();
        try (Store store = Store.open(StoreConfig.on(fs).build())) {
            store.append(Coordinate.of("order:9", "shop"), EventKind.of(0xF, 1), payload(9));
        }
        fs.list().stream().filter(name -> name.startsWith("index.")).toList().forEach(fs::delete);
        List<Long> before = sequences(fs);
        int rows = rows(fs.bytes(SEGMENT));
        for (int row = 0; row < rows; row++) {
            MemFs copy = fs.killed();
            int lost = row;
            copy.damage(SEGMENT, bytes -> {
                int at = bytes.length - TRAILER_BYTES - 4 - ROW_BYTES * (rows - lost);
                Arrays.fill(bytes, at, at + ROW_BYTES, (byte) 0);
                return bytes;
            });
            if (row > 0) {
                assertThat(sequences(copy)).as("row %d", row).isEqualTo(before);
            } else {
                assertThat(isRefused(copy))
                        .as("nothing tells the first, for there is a gap before it")
                        .isTrue();
            }
        }
    }

    /// One row alone, or several: as the newest segment it opens, and whoever opened it for writing and was killed
    /// finds all of it again.
    @Test
    void aDamagedFooterOfTheNewestSegmentIsWrittenAnewBeforeThereIsANewerOne() {
        MemFs fs = journalWithAGap();
        fs.list().stream().filter(name -> name.startsWith("index.")).toList().forEach(fs::delete);
        int mended = 0;
        for (int row = 0; row < rows(fs.bytes(SEGMENT)); row++) {
            MemFs copy = fs.killed();
            int damaged = row;
            copy.damage(SEGMENT, bytes -> {
                bytes[sequenceOf(bytes, damaged) + 1] ^= 0x10;
                return bytes;
            });
            List<Long> before = sequences(copy);
            Store store = Store.open(StoreConfig.on(copy).cooperative(true).build());
            mended += (int) store.openReport().repairs().stream()
                    .filter(repair ->
                            repair.file().equals(SEGMENT) && repair.what().equals("wrote its damaged footer anew"))
                    .count();
            Receipt receipt = store.append(Coordinate.of("order:9", "shop"), EventKind.of(0xF, 1), payload(9));
            MemFs killed = copy.killed();
            assertThat(killed.list()).contains("000004.fbat");
            List<Long> after = sequences(killed);
            assertThat(after).as("row %d", row).startsWith(before.toArray(new Long[0]));
            assertThat(after).as("row %d", row).contains(receipt.sequence());
            store.drop();
        }
        assertThat(mended).as("rows at the ends").isBetween(2, 4);
    }

    /// The power fails at every change of the open that writes the footer anew: the segment has the damaged footer
    /// or the new one, and the next open gives the same sequences.
    @Test
    void noCrashWhileADamagedFooterIsWrittenAnewLosesASequence() {
        MemFs fs = journalWithAGap();
        fs.list().stream().filter(name -> name.startsWith("index.")).toList().forEach(fs::delete);
        fs.syncDirectory();
        int mended = 0;
        for (int row = 0; row < rows(fs.bytes(SEGMENT)); row++) {
            MemFs damaged = fs.killed();
            int odd = row;
            damaged.damage(SEGMENT, bytes -> {
                bytes[sequenceOf(bytes, odd) + 1] ^= 0x10;
                return bytes;
            });
            MemFs whole = damaged.killed();
            assertThat(opens(whole)).isTrue();
            byte[] before = damaged.bytes(SEGMENT);
            byte[] after = whole.bytes(SEGMENT);
            if (!Arrays.equals(before, after)) {
                mended++;
                cutAtEveryChange(damaged, whole, "row " + row);
            }
        }
        assertThat(mended).as("rows at the ends").isBetween(2, 4);
    }

    private static void cutAtEveryChange(MemFs damaged, MemFs whole, String which) {
        Long[] wanted = sequences(damaged).toArray(new Long[0]);
        byte[] before = damaged.bytes(SEGMENT);
        byte[] after = whole.bytes(SEGMENT);
        int written = 0;
        int left = 0;
        for (long last = 0; last <= whole.mutations(); last++) {
            MemFs cut = damaged.killed();
            cut.powerOffAfter(last);
            assertThat(opens(cut)).isEqualTo(last == whole.mutations());
            for (MemFs again : List.of(
                    cut.killed(),
                    cut.crash(),
                    cut.crashOfNames(),
                    cut.crashOfBytes(),
                    cut.crash(last),
                    cut.crashBySector(last))) {
                String when = which + ", off after " + last + " of " + whole.mutations();
                byte[] found = again.bytes(SEGMENT);
                assertThat(found).as(when).isIn(before, after);
                written += Arrays.equals(found, after) ? 1 : 0;
                left += Arrays.equals(found, before) ? 1 : 0;
                assertThat(sequences(again)).as(when).startsWith(wanted);
                assertThat(opens(again)).as(when).isTrue();
                assertThat(again.bytes(SEGMENT)).as(when).isEqualTo(after);
                assertThat(sequences(again.crash())).as(when + ", opened again").startsWith(wanted);
            }
        }
        assertThat(written).as(which + ", crashes behind the new footer").isPositive();
        assertThat(left).as(which + ", crashes before it").isPositive();
    }

    private static boolean opens(MemFs fs) {
        try {
            Store.open(StoreConfig.on(fs).cooperative(true).build()).drop();
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /// Where the sequence stands in a row of the footer.
    private static int sequenceOf(byte[] bytes, int row) {
        return bytes.length - TRAILER_BYTES - 4 - ROW_BYTES * (rows(bytes) - row) + SEQUENCE_IN_ROW;
    }

    @Test
    void aFooterOfVersionTwoGivesTheSequences() {
        MemFs fs = journalWithAGap();
        List<Long> before = sequences(fs);
        MemFs older = fs.killed();
        older.damage(SEGMENT, FooterSequencesTest::withoutChecksum);
        assertThat(sequences(older)).isEqualTo(before);
    }

    /// Moves the trailer over the checksum and names the older version.
    private static byte[] withoutChecksum(byte[] bytes) {
        byte[] older = Arrays.copyOf(bytes, bytes.length - 4);
        System.arraycopy(bytes, bytes.length - TRAILER_BYTES, older, older.length - TRAILER_BYTES, TRAILER_BYTES);
        older[older.length - 1] = '2';
        return older;
    }

    private static int rows(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    }

    private static List<Long> sequences(MemFs fs) {
        try (StoreReader reader = StoreReader.open(StoreConfig.on(fs).build())) {
            return reader.query(Region.all()).stream().map(Entry::sequence).toList();
        }
    }

    /// Two sealed segments of which the first has gone.
    private static MemFs journalWithAGap() {
        MemFs fs = new MemFs();
        for (int session = 0; session < 2; session++) {
            try (Store store = Store.open(StoreConfig.on(fs).build())) {
                for (int i = 0; i < 4; i++) {
                    store.append(Coordinate.of("order:" + session, "shop"), EventKind.of(0xF, 1), payload(i));
                }
            }
        }
        assertThat(fs.list()).contains("000001.fbat", SEGMENT);
        fs.delete("000001.fbat");
        fs.syncDirectory();
        return fs;
    }

    private static Payload payload(int number) {
        return Payload.of(Value.map("n", number));
    }
}
