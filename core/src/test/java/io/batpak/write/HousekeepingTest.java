package io.batpak.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.error.VisibilityFenceActiveException;
import io.batpak.error.WriterCrashedException;
import io.batpak.format.IdempotencyRow;
import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.RunParts;
import io.batpak.index.Stretch;
import io.batpak.model.AppendOptions;
import io.batpak.model.FsyncSchedule;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyRetention;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The points, ends and changes of the log that copies and compactions ask for, and that commits go on after each.
///
/// Covers: B7, C1.
/// Tier: unit.
class HousekeepingTest {
    @TempDir
    Path directory;

    private final List<OpenCommitter> open = new ArrayList<>();

    private OpenCommitter journal(boolean cooperative, FsyncSchedule schedule, IdempotencyRetention retention) {
        OpenCommitter journal = new OpenCommitter(directory, cooperative, schedule, retention);
        open.add(journal);
        return journal;
    }

    private OpenCommitter cooperative() {
        return journal(true, FsyncSchedule.SHARED, new IdempotencyRetention.Unbounded());
    }

    @AfterEach
    void closeAll() {
        open.forEach(journal -> {
            try {
                journal.close();
            } catch (WriterCrashedException e) {
                assertThat(e).hasMessageContaining("earlier write"); // of the test that poisons
            }
        });
        Thread.interrupted();
    }

    @ParameterizedTest
    @EnumSource
    void aPointTellsWhereTheLogEndsAndEverythingBeforeItIsDurable(FsyncSchedule schedule) {
        OpenCommitter journal = journal(true, schedule, new IdempotencyRetention.Unbounded());
        journal.append(7);
        Receipt last = journal.append();
        assertThat(journal.durable()).as("the cadence is not due").isLessThan(last.sequence());
        Housekeeping.Point point = journal.committer.housekeeping().fix();
        assertThat(journal.durable()).isEqualTo(last.sequence());
        assertThat(point.segment()).isEqualTo(last.position().segment());
        assertThat(point.offset())
                .isEqualTo(last.position().offset() + last.position().length());
        assertThat(point.keys()).extracting(IdempotencyRow::eventId).containsExactly(KeyRows.id(7));
        assertThat(journal.committer.housekeeping().fix().token()).isGreaterThan(point.token());
        assertThat(journal.append().sequence()).as("commits go on").isEqualTo(last.sequence() + 1);
    }

    @ParameterizedTest
    @EnumSource
    void theRowsOfAMomentAreDurable(FsyncSchedule schedule) {
        OpenCommitter journal = journal(true, schedule, new IdempotencyRetention.Unbounded());
        journal.append();
        Receipt last = journal.append();
        assertThat(journal.durable()).isLessThan(last.sequence());
        Housekeeping.Rows rows = journal.committer.housekeeping().rows();
        assertThat(journal.durable()).isEqualTo(last.sequence());
        assertThat(rows.segment()).isEqualTo(1);
        assertThat(rows.offset())
                .isEqualTo(last.position().offset() + last.position().length());
        assertThat(rows.nextSequence()).isEqualTo(last.sequence() + 1);
        journal.append();
        assertThat(rows.all().get().count()).as("not what came later").isEqualTo(2);
    }

    @Test
    void noPointIsTakenInsideOfAFence() {
        OpenCommitter journal = cooperative();
        Housekeeping housekeeping = journal.committer.housekeeping();
        long fence = journal.committer.beginFence();
        assertThatThrownBy(housekeeping::fix).isInstanceOf(VisibilityFenceActiveException.class);
        assertThatThrownBy(() -> housekeeping.seal(true, false)).isInstanceOf(VisibilityFenceActiveException.class);
        assertThat(housekeeping.growingSegment()).isEqualTo(1);
        journal.committer.cancelFence(fence);
        assertThat(housekeeping.fix().token())
                .as("no fence has this token")
                .isNotIn(0L, fence, journal.committer.beginFence());
    }

    @Test
    void theGrowingSegmentEndsWhenAskedToAndOtherwiseOnlyIfRowsAreHeldBack() {
        OpenCommitter journal = cooperative();
        Housekeeping housekeeping = journal.committer.housekeeping();
        journal.append();
        housekeeping.awaitSealed(); // nobody seals, so there is nothing to wait for
        assertThat(housekeeping.seal(false, false)).isEqualTo(new Housekeeping.Sealed(1, 1));
        assertThat(housekeeping.seal(true, false))
                .as("one of the last ids is always left out")
                .isEqualTo(new Housekeeping.Sealed(1, 3));
        assertThat(housekeeping.growingSegment()).isEqualTo(3);
        assertThat(journal.append().position().segment()).isEqualTo(3);
        assertThat(housekeeping.seal(true, false)).isEqualTo(new Housekeeping.Sealed(3, 4));
        assertThat(housekeeping.seal(true, true))
                .as("an id stays free in front of it")
                .isEqualTo(new Housekeeping.Sealed(4, 6));
        assertThat(housekeeping.seal(true, false)).isEqualTo(new Housekeeping.Sealed(6, 7));
        assertThat(journal.index.finished())
                .as("each end is one of the index, too")
                .hasSize(2);
    }

    @Test
    void whatIsToBeSealedIsAwaitedWhateverInterrupts() {
        OpenCommitter journal = journal(false, FsyncSchedule.SHARED, new IdempotencyRetention.Unbounded());
        Housekeeping housekeeping = journal.committer.housekeeping();
        journal.append();
        housekeeping.awaitSealed();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Thread.currentThread().interrupt();
        housekeeping.awaitSealed();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keysOfDroppedEventsAreWrittenBeforeAndKnownAfterwardsUnlessTheWindowIsOver() {
        OpenCommitter journal = journal(true, FsyncSchedule.SHARED, new IdempotencyRetention.Window(3));
        Housekeeping housekeeping = journal.committer.housekeeping();
        for (long key = 1; key <= 4; key++) {
            journal.append(key);
        }
        housekeeping.seal(true, false);
        Stretch stretch = journal.index.joined(0, 1);
        ReshapedRows after = new ReshapedRows(
                stretch,
                Reshaping.of(stretch.rows(), Hash.ZERO)
                        .move(1, 1, 57)
                        .drop(0)
                        .drop(1)
                        .build());
        assertThat(housekeeping.keysWith(List.of(after)))
                .extracting(row -> row.eventId().low() + " " + row.evicted())
                .containsExactly("1 true", "2 true", "3 false", "4 false");
        housekeeping.reshape(
                journal.index, List.of(new Housekeeping.Exchange(after, RunParts.run(after, after.segments()))));
        assertThat(journal.index.view().find(KeyRows.id(2))).isEmpty();
        assertThat(journal.index.view().find(KeyRows.id(3))).isPresent();
        assertThat(journal.committer.ofDropped(List.of(KeyRows.id(1), KeyRows.id(2), KeyRows.id(3))).stream())
                .as("the first one is further back than three sequences")
                .containsExactly(1);
        assertThat(journal.committer.keys()).isEqualTo(3);
        assertThat(journal.append(2).sequence()).as("known").isEqualTo(1);
        assertThat(journal.append(5).sequence()).isEqualTo(4);
    }

    @Test
    void afterAPoisonNothingIsWrittenAndWhoWaitsIsTold() {
        OpenCommitter journal = cooperative();
        Housekeeping housekeeping = journal.committer.housekeeping();
        journal.append();
        Ticket<Receipt> queued = queuedBy(journal);
        StoreException told =
                housekeeping.poison("memory and disk have parted", new IllegalStateException("of a test"));
        assertThat(told).isInstanceOf(WriterCrashedException.class).hasMessageContaining("have parted");
        assertThat(queued.isDone()).isTrue();
        assertThatThrownBy(queued::await).isSameAs(told);
        assertThatThrownBy(journal::append).isInstanceOf(WriterCrashedException.class);
        assertThatThrownBy(housekeeping::fix).isInstanceOf(WriterCrashedException.class);
        assertThat(housekeeping.poison("again", new IllegalStateException("of a test")))
                .as("the first reason stays")
                .isSameAs(told);
    }

    private static Ticket<Receipt> queuedBy(OpenCommitter journal) {
        return journal.committer.submitFenced(
                journal.committer.beginFence(), KeyRows.AT, KeyRows.KIND, OpenCommitter.PAYLOAD, AppendOptions.none());
    }

    @Test
    void afterTheEndEverythingIsRefusedAndNothingHangs() {
        OpenCommitter journal = cooperative();
        Housekeeping housekeeping = journal.committer.housekeeping();
        Receipt last = journal.append(1);
        journal.close();
        assertThat(journal.durable()).isEqualTo(last.sequence());
        assertThatThrownBy(housekeeping::fix).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(housekeeping::rows).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(housekeeping::growingSegment).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> journal.committer.ofDropped(List.of())).isInstanceOf(StoreClosedException.class);
        journal.close();
    }
}
