package io.batpak.verify.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.SegmentDamageException;
import io.batpak.error.StoreException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.segment.StoreFileKind;
import io.batpak.testkit.MemFs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A power cut that let later sectors of unsynced frames out and not an earlier one: everything in front of the
/// zeros is there and nothing behind them. Where a sync must have covered them, zeros are damage.
///
/// Tier: crash. Covers: B6, E2.
class LostSectorTest {
    private static final int SECTOR = 512;
    private static final int EVENTS = 24;
    private static final int TRAILER_BYTES = 16;
    private static final String NEWEST = "000001.fbat";

    private final MemFs fs = new MemFs();
    private final List<Receipt> receipts = new ArrayList<>();

    private static StoreConfig config(MemFs on) {
        return StoreConfig.on(on).cooperative(true).build();
    }

    /// Frames of every length, so that they begin and end at every distance from a border.
    private Store filled() {
        Store store = Store.open(config(fs));
        for (int n = 0; n < EVENTS; n++) {
            receipts.add(store.append(
                    Coordinate.of("order:" + n % 3, "shop"),
                    EventKind.of(0xF, 1),
                    Payload.of(Value.map("n", n, "pad", "x".repeat(n * 37 % 600))),
                    AppendOptions.none()));
        }
        return store;
    }

    private MemFs filledAndKilled() {
        try (Store store = filled()) {
            assertThat(store.openReport().repairs()).isEmpty();
            return fs.killed();
        }
    }

    private static MemFs without(MemFs whole, int sector) {
        MemFs left = whole.killed();
        left.damage(NEWEST, bytes -> {
            Arrays.fill(bytes, sector * SECTOR, Math.min(bytes.length, (sector + 1) * SECTOR), (byte) 0);
            return bytes;
        });
        return left;
    }

    private static int sectors(MemFs of) {
        return (of.bytes(NEWEST).length + SECTOR - 1) / SECTOR;
    }

    private List<Long> before(int at) {
        return receipts.stream()
                .filter(receipt ->
                        receipt.position().offset() + receipt.position().length() <= at)
                .map(Receipt::sequence)
                .toList();
    }

    private static List<Long> seen(Journal journal) {
        return journal.query(Region.scope("shop")).stream()
                .map(entry -> entry.sequence())
                .toList();
    }

    @Test
    void whatIsBehindASectorThatNeverGotOutIsCutOff() {
        MemFs killed = filledAndKilled();
        int kept = 0;
        for (int sector = 1; sector < sectors(killed); sector++) {
            String which = "sector " + sector;
            List<Long> wanted = before(sector * SECTOR);
            MemFs left = without(killed, sector);
            byte[] untouched = left.bytes(NEWEST);
            try (StoreReader reader = StoreReader.open(config(left))) {
                assertThat(seen(reader)).as(which).isEqualTo(wanted);
                assertThat(reader.openReport().repairs()).as(which).hasSize(1);
            }
            assertThat(left.bytes(NEWEST)).as(which).isEqualTo(untouched);
            try (Store store = Store.open(config(left))) {
                assertThat(seen(store)).as(which).isEqualTo(wanted);
                assertThat(store.openReport().repairs()).as(which).hasSize(1);
            }
            kept += checkKept(left.crash(), untouched) ? 1 : 0;
            try (Store store = Store.open(config(left.crash()))) {
                assertThat(seen(store)).as(which + " again").isEqualTo(wanted);
                assertThat(store.openReport().repairs()).as(which + " again").isEmpty();
                assertThat(store.verifyChain().intact()).as(which).isTrue();
            }
        }
        assertThat(kept)
                .as("the last two sectors hold no whole frame behind them")
                .isGreaterThan(sectors(killed) - 4);
    }

    /// At every change the power fails: the bytes are where the crash had left them, or kept as well.
    @Test
    void noBytesAreLostWhereThePowerFailsWhileTheEndIsCutOff() {
        MemFs killed = filledAndKilled();
        int keptAlone = 0;
        for (int sector = 1; sector < sectors(killed) - 3; sector += 5) {
            MemFs left = without(killed, sector);
            byte[] untouched = left.bytes(NEWEST);
            List<Long> wanted = before(sector * SECTOR);
            MemFs whole = left.killed();
            Store.open(config(whole)).drop();
            for (long last = 0; last <= whole.mutations(); last++) {
                MemFs cut = left.killed();
                cut.powerOffAfter(last);
                boolean done = opens(cut);
                assertThat(done).isEqualTo(last == whole.mutations());
                for (MemFs again :
                        List.of(cut.killed(), cut.crash(), cut.crashOfNames(), cut.crashOfBytes(), cut.crash(last))) {
                    String which = "sector " + sector + ", off after " + last + " of " + whole.mutations();
                    boolean shorter = again.bytes(NEWEST).length < untouched.length;
                    assertThat(checkKept(again, untouched) || !shorter)
                            .as(which)
                            .isTrue();
                    keptAlone += shorter ? 0 : 1;
                    try (Store store = Store.open(config(again))) {
                        assertThat(seen(store)).as(which).isEqualTo(wanted);
                    }
                    assertThat(checkKept(again, untouched)).as(which).isTrue();
                    assertThat(again.list()).noneMatch(name -> name.endsWith(StoreFileKind.STAGED_SUFFIX));
                }
            }
        }
        assertThat(keptAlone).isPositive();
    }

    private static boolean opens(MemFs fs) {
        try {
            Store.open(config(fs)).drop();
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /// Cut and kept bytes together are what the crash had left; whether anything was kept.
    private static boolean checkKept(MemFs left, byte[] whole) {
        List<String> names = left.list().stream()
                .filter(name -> name.startsWith(NEWEST + ".cut-") && !name.endsWith(StoreFileKind.STAGED_SUFFIX))
                .toList();
        if (names.isEmpty()) {
            return false;
        }
        String kept = names.getFirst();
        int from = Integer.parseInt(kept.substring(kept.indexOf('-') + 1, kept.lastIndexOf('-')));
        assertThat(kept).isEqualTo(NEWEST + ".cut-" + from + "-" + whole.length);
        assertThat(left.bytes(kept)).isEqualTo(Arrays.copyOfRange(whole, from, whole.length));
        return true;
    }

    /// The frames in front of a footer were synced, the footer itself was not: its first sector may be missing
    /// while its trailer is there. Tried with footers that begin at every distance from a border.
    @Test
    void aFooterThatLostASectorTakesNoFrameAway() {
        for (int pad = 0; pad < SECTOR; pad++) {
            MemFs closed = closedWithAnEventOf(pad);
            byte[] whole = closed.bytes(NEWEST);
            int framesEnd =
                    (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(whole.length - TRAILER_BYTES);
            for (int from = framesEnd; from < whole.length - TRAILER_BYTES; from = (from / SECTOR + 1) * SECTOR) {
                int to = Math.min((from / SECTOR + 1) * SECTOR, whole.length);
                MemFs left = closed.killed();
                int begin = from;
                left.damage(NEWEST, bytes -> {
                    Arrays.fill(bytes, begin, to, (byte) 0);
                    return bytes;
                });
                String which = "footer at " + framesEnd + " without " + from + " to " + to;
                try (StoreReader reader = StoreReader.open(config(left))) {
                    assertThat(seen(reader)).as(which).hasSize(1);
                }
                try (Store store = Store.open(config(left))) {
                    assertThat(seen(store)).as(which).hasSize(1);
                }
                try (Store store = Store.open(config(left.crash()))) {
                    assertThat(seen(store)).as(which + ", again").hasSize(1);
                    assertThat(store.verifyChain().intact()).as(which).isTrue();
                }
            }
        }
    }

    private static MemFs closedWithAnEventOf(int pad) {
        MemFs fs = new MemFs();
        StoreConfig config = StoreConfig.on(fs)
                .cooperative(true)
                .indexArtifacts(IndexArtifacts.NEVER)
                .build();
        try (Store store = Store.open(config)) {
            store.append(
                    Coordinate.of("order:1", "shop"), EventKind.of(0xF, 1), Payload.of(Value.of("x".repeat(32 + pad))));
        }
        return fs;
    }

    @Test
    void zerosInFrontOfAFooterAreDamage() {
        filled().close();
        int framesEnd = (int) receipts.getLast().position().offset();
        fs.damage("index.fbati", _ -> new byte[0]);
        for (int sector = 1; (sector + 1) * SECTOR < framesEnd; sector++) {
            MemFs left = without(fs, sector);
            left.damage(NEWEST, bytes -> {
                bytes[bytes.length - 20] ^= 1; // the checksum of the footer
                return bytes;
            });
            refuses(left, "sector " + sector);
        }
    }

    @Test
    void zerosInASegmentThatIsNotTheNewestAreDamage() {
        MemFs killed = filledAndKilled();
        Store.open(config(killed)).drop();
        for (int sector = 1; sector < sectors(killed) - 1; sector++) {
            refuses(without(killed, sector), "sector " + sector);
        }
    }

    private static void refuses(MemFs left, String which) {
        assertThatThrownBy(() -> StoreReader.open(config(left))).as(which).isInstanceOf(SegmentDamageException.class);
        assertThatThrownBy(() -> Store.open(config(left))).as(which).isInstanceOf(SegmentDamageException.class);
    }
}
