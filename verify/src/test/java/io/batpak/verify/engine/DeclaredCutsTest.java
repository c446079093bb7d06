package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.ChainVerification;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.ChainVerificationException;
import io.batpak.format.RetentionCuts;
import io.batpak.format.RetentionCuts.Cut;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.model.AppendOptions;
import io.batpak.model.ChainReport;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.segment.SegmentBirth;
import io.batpak.sidecar.RetentionCutsFile;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Links to events that were dropped on purpose: told from damage while the file that declares them is there.
///
/// Tier: unit. Covers: J1.
class DeclaredCutsTest {
    private static final String FIRST = "000001.fbat";
    private static final String THIRD = "000003.fbat";

    private final MemFs fs = new MemFs();

    /// A journal of two sessions whose first session was dropped, so that the first event of the second one on
    /// that stream links to nothing.
    @BeforeEach
    void twoSessionsAndTheFirstIsGone() {
        for (int session = 0; session < 2; session++) {
            try (Store store = Store.open(config(ChainVerification.CRC))) {
                for (long n = 0; n < 3; n++) {
                    store.append(
                            Coordinate.of("cart:1", "shop"),
                            EventKind.of(0xF, 1),
                            Payload.of(Value.of(10L * session + n)),
                            AppendOptions.none());
                }
            }
        }
        fs.delete(FIRST);
        fs.delete("index.fbati");
        fs.syncDirectory();
    }

    private StoreConfig config(ChainVerification verification) {
        return StoreConfig.on(fs).chainVerification(verification).build();
    }

    private ChainReport verified() {
        try (StoreReader reader = StoreReader.open(config(ChainVerification.CRC))) {
            return reader.verifyChain();
        }
    }

    /// What stands for the events that are gone, as those that link to them tell.
    private long[] dangling() {
        try (StoreReader reader = StoreReader.open(config(ChainVerification.CRC))) {
            return reader.verifyChain().danglingLinks().stream()
                    .map(id -> reader.entry(id).orElseThrow().previousHash())
                    .mapToLong(RetentionCuts::mark)
                    .distinct()
                    .toArray();
        }
    }

    private long born(String segment) {
        return SegmentBirth.nanos(fs, segment).orElseThrow();
    }

    @Test
    void aDeclaredCutIsNoDamage() {
        long[] cuts = dangling();
        assertThat(cuts).hasSizeGreaterThanOrEqualTo(1);
        assertThatThrownBy(() -> Store.open(config(ChainVerification.RECOMPUTE)))
                .isInstanceOf(ChainVerificationException.class);
        RetentionCutsFile.add(fs, 3, born(THIRD), cuts);
        ChainReport report = verified();
        assertThat(report.danglingLinks()).isEmpty();
        assertThat(report.declaredCuts()).hasSize(cuts.length);
        assertThat(report.intact()).isTrue();
        Store.open(config(ChainVerification.RECOMPUTE)).close();
    }

    @Test
    void anotherLinkStaysDamage() {
        long[] cuts = dangling();
        RetentionCutsFile.add(fs, 3, born(THIRD), new long[] {cuts[0] + 1000});
        assertThat(verified().danglingLinks()).hasSize(cuts.length);
        assertThat(verified().declaredCuts()).isEmpty();
    }

    @Test
    void aRecordOfASegmentThatIsNotThereSaysNothing() {
        long[] cuts = dangling();
        RetentionCutsFile.add(fs, 3, born(THIRD) + 1, cuts);
        RetentionCutsFile.add(fs, 1, born(THIRD), cuts);
        assertThat(verified().danglingLinks()).hasSize(cuts.length);
        assertThat(RetentionCutsFile.load(fs).cuts()).isEqualTo(RetentionCuts.NONE);
        assertThat(RetentionCutsFile.prune(fs)).isTrue();
        assertThat(fs.list()).doesNotContain(RetentionCutsFile.NAME);
        assertThat(RetentionCutsFile.prune(fs)).isFalse();
    }

    @Test
    void severalOutputsDeclareBesideEachOtherAndPruningKeepsThoseThatAreThere() {
        long born = born(THIRD);
        RetentionCutsFile.add(fs, 3, born, new long[] {7});
        RetentionCutsFile.add(fs, 9, 1, new long[] {8});
        RetentionCutsFile.add(fs, 3, born, new long[] {9, 5});
        RetentionCutsFile.add(fs, 3, 4, new long[0]);
        assertThat(RetentionCutsFile.load(fs).cuts()).isEqualTo(new RetentionCuts(List.of(new Cut(3, born, 5, 9))));
        assertThat(RetentionCuts.decode(fs.bytes(RetentionCutsFile.NAME)).toString())
                .contains("9@1[8]")
                .contains("[5, 9]");
        assertThat(RetentionCutsFile.prune(fs)).isTrue();
        assertThat(RetentionCuts.decode(fs.bytes(RetentionCutsFile.NAME)).toString())
                .doesNotContain("9@1[8]");
    }

    @Test
    void aLaterCompactionInheritsWhatItsSourcesDeclare() {
        RetentionCutsFile.add(fs, 3, born(THIRD), new long[] {5, 9});
        RetentionCutsFile.add(fs, 4, 77, new long[] {6}); // never got its name
        RetentionCutsFile.add(fs, 2, 123, List.of(3L, 4L), new long[] {12});
        assertThat(RetentionCuts.decode(fs.bytes(RetentionCutsFile.NAME)).toString())
                .contains("2@123[5, 9, 12]");
    }

    /// What cannot be read today is not written over, or what it declares would be damage for ever.
    @Test
    void aFileThatTheDiskRefusesToReadIsLeftAsItIs() {
        RetentionCutsFile.add(fs, 3, born(THIRD), new long[] {5});
        RetentionCutsFile.add(fs, 9, 1, new long[] {8});
        byte[] sound = fs.bytes(RetentionCutsFile.NAME);
        for (MemOperation refused : List.of(MemOperation.OPEN, MemOperation.READ)) {
            fs.plan(MemFault.of(refused, 1, IoKind.OTHER));
            assertThatThrownBy(() -> RetentionCutsFile.add(fs, 4, 1, new long[] {7}))
                    .isInstanceOf(StoreIoException.class);
            fs.plan(MemFault.of(refused, 1, IoKind.OTHER));
            assertThatThrownBy(() -> RetentionCutsFile.prune(fs)).isInstanceOf(StoreIoException.class);
            assertThat(fs.bytes(RetentionCutsFile.NAME)).isEqualTo(sound);
        }
        fs.plan(MemFault.of(MemOperation.OPEN, 1, IoKind.OTHER));
        assertThat(RetentionCutsFile.load(fs).cuts().records()).isNotEmpty();
        assertThat(RetentionCutsFile.load(fs).notice()).isEmpty();
    }

    @Test
    void aDamagedFileDeclaresNothingAndIsReported() {
        long[] cuts = dangling();
        RetentionCutsFile.add(fs, 3, born(THIRD), cuts);
        byte[] sound = fs.bytes(RetentionCutsFile.NAME);
        for (int at = 0; at < sound.length; at++) {
            int changed = at;
            fs.damage(RetentionCutsFile.NAME, flipped(changed));
            try (StoreReader reader = StoreReader.open(config(ChainVerification.CRC))) {
                assertThat(reader.openReport().notices()).anyMatch(notice -> notice.contains(RetentionCutsFile.NAME));
                assertThat(reader.query(Region.all())).isNotEmpty();
                assertThat(reader.verifyChain().danglingLinks()).hasSize(cuts.length);
            }
            fs.damage(RetentionCutsFile.NAME, _ -> sound);
        }
        fs.delete(RetentionCutsFile.NAME);
        try (StoreFile huge = fs.createNew(RetentionCutsFile.NAME)) {
            huge.write(new byte[1], 0, 1, 64 << 20);
        }
        assertThat(RetentionCutsFile.load(fs).notice())
                .hasValueSatisfying(why -> assertThat(why).contains("67108865"));
    }

    private static UnaryOperator<byte[]> flipped(int at) {
        return bytes -> {
            bytes[at] ^= 0x10;
            return bytes;
        };
    }
}
