package io.batpak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.fs.StoreFile;
import io.batpak.fs.SyncMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Crashes are values: what they leave, and what they are called.
/// Tier: unit.
final class CrashTest {
    private static MemFs unsynced() {
        MemFs disk = new MemFs();
        disk.create();
        try (StoreFile file = disk.createNew("old")) {
            file.write(new byte[] {1}, 0, 1, 0);
            file.sync(SyncMode.ALL);
            disk.syncDirectory();
            file.write(new byte[] {2}, 0, 1, 1);
        }
        disk.createNew("new").close();
        return disk;
    }

    private static String left(Crash crash) {
        MemFs left = crash.leaves(unsynced());
        return left.list() + " " + left.bytes("old").length;
    }

    @Test
    void eachTakesWhatItsNameSays() {
        assertThat(left(Crash.kill())).isEqualTo("[new, old] 2");
        assertThat(left(Crash.powerCut())).isEqualTo("[old] 1");
        assertThat(left(Crash.powerCutOfBytes())).isEqualTo("[new, old] 1");
        assertThat(left(Crash.powerCutOfNames())).isEqualTo("[old] 2");
        assertThat(left(Crash.powerCut(3))).isEqualTo(left(Crash.powerCut(3)));
        assertThat(Crash.kill().isPowerCut()).isFalse();
        assertThat(Crash.powerCut(3).isPowerCut()).isTrue();
    }

    @Test
    void theTextOfEachIsReadBack() {
        for (Crash crash : List.of(
                Crash.kill(), Crash.powerCut(), Crash.powerCut(-7), Crash.powerCutOfBytes(), Crash.powerCutOfNames())) {
            assertThat(Crash.parse(crash.toString())).isEqualTo(crash);
        }
        assertThat(Crash.powerCut(-7)).hasToString("power cut by seed -7");
        assertThatThrownBy(() -> Crash.parse("power cut by seed")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Crash.parse("a kill")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Crash(Crash.Kind.KILL, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePointOfACrashIsReadBackWithThatOfTheRecoveryBehindIt() {
        CrashPoint point = new CrashPoint(17, Crash.kill(), null);
        CrashPoint both = point.then(new CrashPoint(4, Crash.powerCut(2), null));
        assertThat(CrashPoint.parse(point.toString())).isEqualTo(point);
        assertThat(CrashPoint.parse(both.toString())).isEqualTo(both);
        assertThat(both).hasToString("change 17, kill; recovery change 4, power cut by seed 2");
        assertThat(point.hasPowerCut()).isFalse();
        assertThat(both.hasPowerCut()).isTrue();
        assertThatThrownBy(() -> CrashPoint.parse("change x, kill")).isInstanceOf(IllegalArgumentException.class);
    }
}
