package io.batpak.verify.sim;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import io.batpak.verify.sim.PlannedOp.What;
import io.batpak.verify.sim.RecoveryResult.Recovered;
import io.batpak.verify.sim.RecoveryRow.PowerCut;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Plays a plan on a store over a bad disk, cuts the power, opens what is left and says what is there.
///
/// The store is a real one on the disk in memory, without threads. It is never closed: it dies with the power.
final class RecoveryRun {
    static final EventKind KIND = EventKind.of(0xC, 2);
    static final Coordinate AT = Coordinate.of("dst:entity", "dst:scope");

    private static final long NEVER_BY_COUNT = 1_000_000;
    private static final long NOON_MICROS = 1_700_000_000_000_000L;
    private static final long BATCH = 0xBA7C;
    private static final long SYNC = 0x54C;
    private static final long REFUSED = 0xCA11AB1E;
    static final Set<StoreErrorKind> DAMAGE = EnumSet.of(
            StoreErrorKind.CORRUPT_SEGMENT,
            StoreErrorKind.CORRUPT_FRAME,
            StoreErrorKind.CRC_MISMATCH,
            StoreErrorKind.DATA_DIR_MALFORMED,
            StoreErrorKind.MMAP_FUTURE_VERSION,
            StoreErrorKind.IDEMPOTENCY_FUTURE_VERSION);

    private final RecoveryRow row;
    private final MemFs fs = new MemFs();
    private final RunDigest digest;
    private final List<String> submitted = new ArrayList<>();
    private final List<CrashBoundary.Slice> slices = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>(List.of(0));
    private int succeeded;
    private int acked;
    private int durable;
    private OptionalInt crashAt = OptionalInt.empty();

    private RecoveryRun(RecoveryRow row) {
        this.row = row;
        this.digest = row.mode().begin(row.seed());
    }

    /// The run of a row, from its beginning to what is left of it.
    static RecoveryResult of(RecoveryRow row) {
        RecoveryRun run = new RecoveryRun(row);
        switch (row.mode()) {
            case DiskMode.Honest() -> run.play();
            case DiskMode.Lying(int oneIn) -> {
                run.fs.dropSyncs(new LyingDisk(row.seed(), oneIn));
                run.play();
            }
            case DiskMode.Crash(CrashBoundary boundary, int occurrence) -> {
                moment(row, boundary, occurrence).ifPresent(moment -> moment.arm(run.fs));
                run.playASecondSession();
            }
        }
        return run.lookAtWhatIsLeft();
    }

    /// How often a crash boundary is passed in the run of a row.
    static int occurrences(RecoveryRow row, CrashBoundary boundary) {
        int k = 1;
        while (moment(row, boundary, k).isPresent()) {
            k++;
        }
        return k - 1;
    }

    private static Optional<CrashBoundary.Moment> moment(RecoveryRow row, CrashBoundary boundary, int k) {
        RecoveryRun whole = new RecoveryRun(row);
        whole.playASecondSession();
        return boundary.find(whole.fs.steps(), whole.slices, k);
    }

    private StoreConfig config() {
        return StoreConfig.on(fs)
                .cooperative(true)
                .clock(new SettableClock(NOON_MICROS))
                .syncEveryEvents(NEVER_BY_COUNT)
                .segmentBytesMax(row.segmentBytesMax())
                .fsyncSchedule(row.schedule())
                .build();
    }

    private void playASecondSession() {
        Store.open(config()).close();
        play();
    }

    private void play() {
        Store store = Store.open(config());
        List<PlannedOp> plan = PlannedOp.plan(row.seed(), row.steps());
        for (int step = 0; step < plan.size() && crashAt.isEmpty(); step++) {
            PlannedOp op = plan.get(step);
            int from = fs.steps().size();
            try {
                play(store, op, step);
            } catch (StoreException e) {
                if (!(row.mode() instanceof DiskMode.Crash)) {
                    throw new AssertionError(row + " has no reason to fail at step " + step, e);
                }
                crashAt = OptionalInt.of(step);
            }
            slices.add(new CrashBoundary.Slice(op, from, fs.steps().size()));
        }
    }

    private void play(Store store, PlannedOp op, int step) {
        if (op.what() == What.SYNC) {
            digest.fold(SYNC);
            store.sync();
            acked = succeeded;
            durable = succeeded;
            return;
        }
        int first = submitted.size();
        List<Payload> payloads = payloads(op, first, step);
        payloads.forEach(payload -> submitted.add(HexFormat.of().formatHex(payload.bytes())));
        ends.add(submitted.size());
        if (op.what() == What.APPEND) {
            digest.fold(submitted.size());
            store.append(AT, KIND, payloads.getFirst());
        } else {
            digest.fold(BATCH).fold(submitted.size());
            store.appendBatch(payloads.stream()
                    .map(payload -> BatchItem.of(AT, KIND, payload))
                    .toList());
            durable = submitted.size();
        }
        succeeded = submitted.size();
    }

    private static List<Payload> payloads(PlannedOp op, int first, int step) {
        List<Payload> payloads = new ArrayList<>();
        for (int n = first; n < first + op.events(); n++) {
            Value value = op.what() == What.APPEND ? Value.map("seq", n, "step", step) : Value.map("seq", n);
            payloads.add(Payload.of(value));
        }
        return payloads;
    }

    private RecoveryResult lookAtWhatIsLeft() {
        MemFs left = row.cut() == PowerCut.LOSES_ALL ? fs.crash() : fs.crash(row.seed());
        List<Recovered> recovered = new ArrayList<>();
        RunOutcome outcome;
        try (Store store = Store.open(StoreConfig.on(left).cooperative(true).build())) {
            for (Entry entry : store.query(Region.all())) {
                if (entry.kind().equals(KIND)) {
                    String payload = HexFormat.of().formatHex(store.read(entry).payload());
                    recovered.add(new Recovered(payload, entry.eventHash(), entry.previousHash()));
                }
            }
            outcome = RunOutcome.of(recovered.size());
            digest.fold(recovered.size()).fold(acked);
            recovered.forEach(event -> digest.fold(firstEightBytes(event.eventHash())));
        } catch (StoreException e) {
            if (!DAMAGE.contains(e.kind())) {
                throw new AssertionError(row + " ends in no legal way; " + fs.replayLine(), e);
            }
            outcome = RunOutcome.CANONICAL_REFUSAL;
            digest.fold(REFUSED);
        }
        return new RecoveryResult(
                row,
                List.copyOf(submitted),
                List.copyOf(ends),
                succeeded,
                acked,
                durable,
                crashAt,
                List.copyOf(recovered),
                outcome,
                digest.value(),
                fs.replayLine());
    }

    static long firstEightBytes(Hash hash) {
        return ByteBuffer.wrap(hash.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }
}
