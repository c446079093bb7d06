package io.batpak.verify.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.model.AppendOptions;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.IndexArtifacts;
import io.batpak.model.OpenReport;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a close writes to make the next open fast gets out in part, or not at all: the next open reads the segments
/// and misses nothing that was acknowledged.
///
/// Covers: E14.
/// Tier: crash.
@Tag("soak-crash")
class TornPublishTest {
    private static final long SEEDS = "full".equals(System.getProperty("batpak.depth")) ? 300 : 20;
    private static final int SMALL_SEGMENTS = 2500;
    private static final int EVENTS = 24;
    private static final String SEGMENT = ".fbat";

    /// What a close writes beside the segments.
    enum Beside {
        /// The keys alone.
        KEYS,
        /// The keys and `index.fbati`.
        MMAP_INDEX,
        /// The keys and `index.ckpt`.
        CHECKPOINT;

        StoreConfig config(MemFs fs) {
            StoreConfig.Builder config = StoreConfig.on(fs).cooperative(true).segmentBytesMax(SMALL_SEGMENTS);
            return switch (this) {
                case KEYS -> config.indexArtifacts(IndexArtifacts.NEVER).build();
                case MMAP_INDEX -> config.indexArtifacts(IndexArtifacts.ALWAYS).build();
                case CHECKPOINT ->
                    config.indexArtifacts(IndexArtifacts.ALWAYS)
                            .mmapIndex(false)
                            .build();
            };
        }
    }

    private static List<Receipt> fill(Store store) {
        List<Receipt> receipts = new ArrayList<>();
        for (int n = 0; n < EVENTS; n++) {
            AppendOptions keyed = AppendOptions.none().idempotencyKey(new IdempotencyKey(0, n + 1));
            receipts.add(store.append(RecoveryRun.AT, RecoveryRun.KIND, Payload.of(Value.map("n", n)), keyed));
        }
        return receipts;
    }

    /// The disk told the close that all is well, and its files are empty or torn.
    @ParameterizedTest
    @EnumSource
    void filesWhoseSyncWasALieAreNotBelieved(Beside beside) {
        Set<String> paths = new HashSet<>();
        MemFs fs = new MemFs();
        Store store = Store.open(beside.config(fs));
        List<Receipt> receipts = fill(store);
        fs.dropSyncs(name -> !name.endsWith(SEGMENT));
        store.close();
        assertThat(fs.droppedSyncs()).as(fs.replayLine()).isPositive();
        paths.add(assertAllThere(beside, fs.crash(), receipts, "nothing got out"));
        for (long seed = 0; seed < SEEDS; seed++) {
            paths.add(assertAllThere(beside, fs.crash(seed), receipts, "seed " + seed));
        }
        assertThat(paths).contains("Rebuild");
        assertThat(assertAllThere(beside, fs.killed(), receipts, "no power cut"))
                .as("what the lies would have lost")
                .isEqualTo(
                        switch (beside) {
                            case KEYS -> "Rebuild";
                            case MMAP_INDEX -> "Mmap";
                            case CHECKPOINT -> "Checkpoint";
                        });
    }

    @ParameterizedTest
    @EnumSource
    void aCloseWhoseKthOperationFailsLosesNothing(Beside beside) {
        MemFs whole = new MemFs();
        Store measured = Store.open(beside.config(whole));
        fill(measured);
        int before = whole.steps().size();
        measured.close();
        Map<MemOperation, Long> asked = whole.steps().stream()
                .skip(before)
                .map(MemStep::operation)
                .filter(MemOperation::isMutation)
                .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
        assertThat(asked).containsKeys(MemOperation.WRITE, MemOperation.SYNC, MemOperation.RENAME);
        asked.forEach((operation, times) -> {
            for (long k = 1; k <= times; k++) {
                closeWith(beside, MemFault.of(operation, k, IoKind.OTHER));
                if (operation == MemOperation.WRITE) {
                    closeWith(beside, MemFault.shortWrite(k, 7, IoKind.STORAGE_FULL));
                }
            }
        });
    }

    private static void closeWith(Beside beside, MemFault fault) {
        MemFs fs = new MemFs();
        Store store = Store.open(beside.config(fs));
        List<Receipt> receipts = fill(store);
        store.sync();
        fs.plan(fault);
        try {
            store.close();
        } catch (StoreException e) {
            assertThat(e.getCause() == null ? e.getMessage() : e.toString() + e.getCause())
                    .as(fault.toString())
                    .isNotBlank();
        }
        assertAllThere(beside, fs.killed(), receipts, fault + ", killed");
        assertAllThere(beside, fs.crash(), receipts, fault + ", power cut");
        assertAllThere(beside, fs.crash(1), receipts, fault + ", power cut, seed 1");
    }

    /// Every event with its receipt, every key, and a chain without a gap; answers with the path of the open.
    private static String assertAllThere(Beside beside, MemFs left, List<Receipt> receipts, String when) {
        try (Store store = Store.open(beside.config(left))) {
            OpenReport report = store.openReport();
            String what = beside + ", " + when + ", " + report.openPath();
            assertThat(store.query(Region.entity(RecoveryRun.AT.entity())).stream()
                            .map(entry -> entry.sequence() + " " + entry.eventHash()))
                    .as(what)
                    .isEqualTo(receipts.stream()
                            .map(receipt -> receipt.sequence() + " " + receipt.contentHash())
                            .toList());
            assertThat(store.verifyChain().intact()).as(what).isTrue();
            for (Receipt receipt : receipts) {
                AppendOptions retry = AppendOptions.none()
                        .idempotencyKey(IdempotencyKey.fromHex(receipt.eventId().hex()));
                assertThat(store.append(RecoveryRun.AT, RecoveryRun.KIND, Payload.of(Value.of(-1)), retry)
                                .sequence())
                        .as(what)
                        .isEqualTo(receipt.sequence());
            }
            return report.openPath();
        }
    }
}
