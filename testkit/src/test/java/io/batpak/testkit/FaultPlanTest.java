package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Plans of faults: what they do to a disk, and their text.
/// Tier: unit.
final class FaultPlanTest {
    private static MemFs disk(String... names) {
        MemFs disk = new MemFs();
        disk.create();
        for (String name : names) {
            try (StoreFile file = disk.createNew(name)) {
                file.write(new byte[100], 0, 100, 0);
                file.sync(SyncMode.ALL);
            }
        }
        disk.syncDirectory();
        return disk;
    }

    private static List<Integer> failingReads(MemFs disk, int reads) {
        List<Integer> failing = new ArrayList<>();
        try (StoreFile file = disk.openReadOnly("a")) {
            for (int i = 1; i <= reads; i++) {
                try {
                    file.readFully(new byte[1], 0, 1, 0);
                } catch (StoreIoException e) {
                    assertThat(e.ioKind()).isEqualTo(IoKind.OTHER);
                    failing.add(i);
                }
            }
        }
        return failing;
    }

    @Test
    void theOneAndEveryNthOperationFailCountedFromThePlan() {
        MemFs disk = disk("a");
        assertThat(failingReads(disk, 2)).isEmpty();
        FaultPlan.none()
                .failing(MemOperation.READ, 4)
                .failingEvery(MemOperation.READ, 3)
                .applyTo(disk);
        assertThat(failingReads(disk, 10)).containsExactly(3, 4, 6, 9);
        FaultPlan.none().applyTo(disk);
        assertThat(failingReads(disk, 10)).isEmpty();
    }

    @Test
    void aFullDiskTakesTheBytesThatFitAndNoMore() {
        MemFs disk = disk();
        FaultPlan.none().fullAfter(150).applyTo(disk);
        try (StoreFile file = disk.createNew("a")) {
            file.write(new byte[100], 0, 100, 0);
            assertThatThrownBy(() -> file.write(new byte[100], 0, 100, 100))
                    .asInstanceOf(type(StoreIoException.class))
                    .extracting(StoreIoException::ioKind)
                    .isEqualTo(IoKind.STORAGE_FULL);
            assertThat(file.length()).isEqualTo(150);
            assertThatThrownBy(() -> file.write(new byte[1], 0, 1, 150)).isInstanceOf(StoreIoException.class);
        }
    }

    @Test
    void droppedSyncsAreThoseOfTheSeed() {
        MemFs disk = disk();
        FaultPlan.seeded(7).droppingSyncs(1).applyTo(disk);
        try (StoreFile file = disk.createNew("a")) {
            disk.syncDirectory();
            file.write(new byte[100], 0, 100, 0);
            file.sync(SyncMode.ALL);
        }
        assertThat(disk.crash().bytes("a")).isEmpty();
        assertThat(disk.droppedSyncs()).isEqualTo(1);
        assertThat(disk.replayLine()).contains("FaultPlan.seeded(7).droppingSyncs(1)");
    }

    @Test
    void rottenBitsLieInFinishedSegmentsAndAreThoseOfTheSeed() {
        MemFs disk = disk("000001.fbat", "000002.fbat", "index");
        MemFs same = disk.killed();
        FaultPlan.seeded(7).rotting(1).applyTo(disk);
        FaultPlan.seeded(7).rotting(1).applyTo(same);
        assertThat(disk.bytes("000001.fbat")).isNotEqualTo(new byte[100]).isEqualTo(same.bytes("000001.fbat"));
        assertThat(disk.bytes("000002.fbat")).isEqualTo(new byte[100]);
        assertThat(disk.bytes("index")).isEqualTo(new byte[100]);

        MemFs one = disk("000001.fbat");
        FaultPlan.seeded(7).rotting(1).applyTo(one);
        assertThat(one.bytes("000001.fbat")).isEqualTo(new byte[100]);
        FaultPlan.seeded(7).rotting(1).applyTo(new MemFs()); // without a directory there is nothing to rot
    }

    @Test
    void theTextIsTheJavaThatMakesThePlanAgain() {
        FaultPlan plan = FaultPlan.seeded(7)
                .failing(MemOperation.SYNC, 3)
                .failingEvery(MemOperation.READ, 10, IoKind.UNEXPECTED_EOF)
                .fullAfter(4096)
                .droppingSyncs(4)
                .rotting(1);
        assertThat(plan)
                .hasToString("FaultPlan.seeded(7).failing(SYNC, 3).failingEvery(READ, 10, IoKind.UNEXPECTED_EOF)"
                        + ".fullAfter(4096).droppingSyncs(4).rotting(1)");
        assertThat(FaultPlan.none()).hasToString("FaultPlan.none()").isEqualTo(FaultPlan.seeded(0));
    }

    @Test
    void numbersThatMeanNothingAreRefused() {
        FaultPlan plan = FaultPlan.none();
        assertThatThrownBy(() -> plan.failing(MemOperation.SYNC, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan.failingEvery(MemOperation.SYNC, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan.fullAfter(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan.droppingSyncs(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan.rotting(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
