package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.compact.OutputWriter;
import io.batpak.compact.Pacing;
import io.batpak.compact.Survivors;
import io.batpak.model.BackupOptions;
import io.batpak.model.Payload;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Whatever is copied beside a running journal reaches the disk in portions, so that no large flush holds up the
/// journal's own syncs.
///
/// Tier: unit.
class PortionsTest {
    private static final long PORTION_BYTES = 8 << 20;
    private static final long SLACK_BYTES = 1 << 20;
    private static final int EVENT_BYTES = 500_000;
    private static final int EVENTS = 45;

    private final MemFs fs = new MemFs();

    /// The most bytes of one file that were written and not synced at any moment, behind the first `skipped` steps.
    private static long mostUnsynced(List<MemStep> steps, long skipped) {
        Map<String, Long> unsynced = new HashMap<>();
        long most = 0;
        for (MemStep step : steps.subList((int) skipped, steps.size())) {
            if (step.operation() == MemOperation.WRITE) {
                long length =
                        Long.parseLong(step.detail().substring(step.detail().indexOf('+') + 1));
                most = Math.max(most, unsynced.merge(step.name(), length, Long::sum));
            } else if (step.operation() == MemOperation.SYNC) {
                unsynced.remove(step.name());
            }
        }
        return most;
    }

    private void assertInPortions(long skipped) {
        assertThat(mostUnsynced(fs.steps(), skipped)).isBetween(PORTION_BYTES / 2, PORTION_BYTES + SLACK_BYTES);
    }

    @Test
    void aCopyOfAFile() {
        fs.create();
        byte[] large = new byte[EVENT_BYTES * EVENTS];
        try (var file = fs.createNew("a")) {
            file.write(large, 0, large.length, 0);
        }
        long before = fs.steps().size();
        fs.copyTo("a", large.length, fs, "b");
        assertInPortions(before);
    }

    @Test
    void theOutputOfACompaction() {
        fs.create();
        OldSegments old = new OldSegments(fs);
        for (int id = 3; id < 8; id++) {
            old.write(id, EVENTS / 5, 0x1234, EVENT_BYTES, Survivors.Action.KEEP);
        }
        long before = fs.steps().size();
        OutputWriter.write(fs, old.output(2), old.sources(), Pacing.NONE, null);
        assertInPortions(before);
    }

    @Test
    void aBackupAndWhatIsRestoredFromIt() {
        MemFs backup = fs.elsewhere(BackupSample.BACKUP);
        try (Store store = Store.open(Samples.quiet(fs).build())) {
            for (int n = 0; n < EVENTS; n++) {
                store.append(Samples.AT, Samples.KIND, Payload.of(Value.of("x".repeat(EVENT_BYTES))));
            }
            store.sync();
            long before = fs.steps().size();
            store.backup(BackupSample.BACKUP, BackupOptions.standard());
            assertInPortions(before);
        }
        long before = fs.steps().size();
        Backups.restore(backup, fs.elsewhere(BackupSample.RESTORED), OptionalLong.empty());
        assertInPortions(before);
    }
}
