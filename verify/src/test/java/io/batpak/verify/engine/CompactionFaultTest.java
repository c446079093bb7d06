package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.StoreException;
import io.batpak.error.WriterCrashedException;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreIoException;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionCandidate;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.KeepRule;
import io.batpak.model.Receipt;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import io.batpak.verify.damage.Depth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each operation of a compaction fails once: the journal is as it was and can be used, or it takes no more writes
/// and the next open finds everything. What a callback throws reaches the caller and leaves nothing behind.
///
/// Tier: crash. Covers: J1, J2.
@Tag("soak-matrix")
class CompactionFaultTest {
    private static final int CI_RUNS = 5;
    private static final List<IoKind> KINDS = List.of(IoKind.STORAGE_FULL, IoKind.OTHER, IoKind.PERMISSION_DENIED);

    private static ReshapedJournal journal;

    @BeforeAll
    static void makeTheJournal() {
        journal = ReshapedJournal.make();
    }

    /// A defect of the caller's.
    private static final class Defect extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @EnumSource(
            value = Reshaped.class,
            names = {"IMPORT", "ROTATION", "CLOSE"},
            mode = EnumSource.Mode.EXCLUDE)
    void anyOperationThatFailsLeavesTheJournalAsItWasOrEndsItsWriting(Reshaped operation) {
        ReshapedLaws laws = ReshapedLaws.of(journal, operation);
        Map<MemOperation, Long> counts = counts(operation);
        Map<String, Integer> ends = new TreeMap<>();
        counts.forEach((failing, count) -> {
            long stride = Depth.isFull() ? 1 : Math.max(1, count / CI_RUNS);
            for (long k = 1 + count % stride; k <= count; k += stride) {
                IoKind kind = KINDS.get((int) (k % KINDS.size()));
                ends.merge(run(operation, laws, MemFault.of(failing, k, kind)), 1, Integer::sum);
            }
        });
        assertThat(ends).containsKeys("failed", "crashed");
        System.out.println(operation + ": " + ends);
    }

    private static Map<MemOperation, Long> counts(Reshaped operation) {
        ReshapedJournal.Ready ready = journal.ready();
        Map<MemOperation, Long> counts = new EnumMap<>(MemOperation.class);
        for (MemOperation one : MemOperation.values()) {
            counts.put(one, -ready.fs().count(one));
        }
        operation.run(ready.store());
        counts.replaceAll((one, before) -> before + ready.fs().count(one));
        return counts;
    }

    private static String run(Reshaped operation, ReshapedLaws laws, MemFault fault) {
        String replay = operation + ", " + fault;
        ReshapedJournal.Ready ready = journal.ready();
        List<Long> sources = ReshapedLaws.segments(ready.fs());
        ready.fs().plan(fault);
        String end;
        try {
            CompactionResult result =
                    ready.store().compact(operation.compaction().orElseThrow());
            end = switch (result.outcome()) {
                case CompactionOutcome.Performed() -> "performed";
                case CompactionOutcome.Failed(String reason) -> {
                    assertThat(reason).as(replay).isNotBlank();
                    assertThat(ReshapedLaws.segments(ready.fs())).as(replay).containsAll(sources);
                    laws.assertAsBefore(ready.store(), replay);
                    yield "failed";
                }
                case CompactionOutcome.Skipped() -> throw new AssertionError("skipped: " + replay);
            };
        } catch (WriterCrashedException e) {
            end = "crashed";
        } catch (StoreException e) {
            throw new AssertionError(replay + ": " + e, e);
        }
        assertThat(ready.fs().steps()).as(replay).anyMatch(MemStep::failed);
        laws.check(ready.fs().killed(), replay + " " + end);
        if (!end.equals("crashed")) {
            assertUsable(ready, operation, end + ": " + replay);
        }
        return end;
    }

    /// Appends and reads go on, and a compaction succeeds.
    private static void assertUsable(ReshapedJournal.Ready ready, Reshaped operation, String replay) {
        Store store = ready.store();
        Receipt added = ReshapedJournal.single(store, 950, ReshapedJournal.KEEP);
        assertThat(store.get(added.eventId()).sequence()).as(replay).isEqualTo(added.sequence());
        CompactionOutcome outcome =
                store.compact(operation.compaction().orElseThrow()).outcome();
        assertThat(outcome).as(replay).isNotInstanceOf(CompactionOutcome.Failed.class);
        assertThat(store.get(added.eventId()).sequence()).as(replay).isEqualTo(added.sequence());
        assertThat(store.verifyChain().intact()).as(replay).isTrue();
        store.close();
        assertThat(ready.fs().list()).as(replay).noneMatch(name -> name.contains("compact"));
        try (Store again = Store.open(journal.later(ready.fs()))) {
            assertThat(again.get(added.eventId()).sequence()).as(replay).isEqualTo(added.sequence());
            assertThat(again.verifyChain().intact()).as(replay).isTrue();
        }
    }

    @Test
    void whatARuleThrowsReachesTheCallerAndLeavesNothingBehind() {
        throwing(at -> Compaction.retention(throwingAt(at)));
        throwing(at -> Compaction.tombstone(throwingAt(at)));
    }

    /// Its own disk, or that of the journal under an event it wants to see: nothing else tells the two apart.
    @Test
    void aDiskThatRefusesTheRuleIsAnOutcomeAndLeavesNothingBehind() {
        IoSite site = IoSite.of("read", "rules.txt");
        failing("rules.txt", (_, _) -> {
            throw new StoreIoException(site, IoKind.PERMISSION_DENIED, "permission denied");
        });
        failing("", (fs, candidate) -> {
            fs.plan(MemFault.of(MemOperation.READ, 1, IoKind.OTHER));
            assertThat(candidate.event()).isNull();
        });
    }

    private static void failing(String reason, BiConsumer<MemFs, CompactionCandidate> refusal) {
        ReshapedLaws laws = ReshapedLaws.of(journal, Reshaped.RETENTION);
        for (int at : new int[] {1, 2, 7}) {
            ReshapedJournal.Ready ready = journal.ready();
            AtomicInteger asked = new AtomicInteger();
            KeepRule rule = candidate -> {
                if (asked.incrementAndGet() == at) {
                    refusal.accept(ready.fs(), candidate);
                }
                return !candidate.entry().kind().equals(ReshapedJournal.DROP);
            };
            String replay = "refused at call " + at;
            CompactionOutcome outcome =
                    ready.store().compact(Compaction.retention(rule)).outcome();
            assertThat(outcome)
                    .as(replay)
                    .isInstanceOfSatisfying(
                            CompactionOutcome.Failed.class,
                            failed -> assertThat(failed.reason()).contains(reason));
            assertNothingChanged(ready, laws, replay);
        }
    }

    private static KeepRule throwingAt(long at) {
        AtomicInteger asked = new AtomicInteger();
        return candidate -> {
            if (asked.incrementAndGet() == at) {
                throw new Defect();
            }
            return !candidate.entry().kind().equals(ReshapedJournal.DROP);
        };
    }

    @Test
    void whatAListenerThrowsReachesTheCallerAndLeavesNothingBehind() {
        throwing(at -> {
            AtomicInteger told = new AtomicInteger();
            return Reshaped.RETENTION
                    .compaction()
                    .orElseThrow()
                    .but()
                    .listener(_ -> {
                        if (told.incrementAndGet() == at) {
                            throw new Defect();
                        }
                    })
                    .build();
        });
    }

    private static void throwing(LongFunction<Compaction> how) {
        ReshapedLaws laws = ReshapedLaws.of(journal, Reshaped.RETENTION);
        for (long at : new long[] {1, 2, 7}) {
            ReshapedJournal.Ready ready = journal.ready();
            Compaction thrower = how.apply(at);
            String replay = thrower + ", throws at call " + at;
            assertThatThrownBy(() -> ready.store().compact(thrower)).as(replay).isInstanceOf(Defect.class);
            assertNothingChanged(ready, laws, replay);
        }
    }

    private static void assertNothingChanged(ReshapedJournal.Ready ready, ReshapedLaws laws, String replay) {
        laws.assertAsBefore(ready.store(), replay);
        assertThat(ready.fs().list()).as(replay).noneMatch(name -> name.contains("compact") || name.contains("staged"));
        laws.check(ready.fs().killed(), replay);
        assertUsable(ready, Reshaped.RETENTION, replay);
    }
}
