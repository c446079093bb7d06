package io.batpak.verify.engine;

import static io.batpak.verify.engine.BackupSample.BACKUP;
import static io.batpak.verify.engine.BackupSample.JOURNAL;
import static io.batpak.verify.engine.BackupSample.RESTORED;
import static io.batpak.verify.engine.BackupSample.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import io.batpak.testkit.MemFault;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemOperation;
import io.batpak.testkit.MemStep;
import io.batpak.verify.damage.Depth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The power fails after each change, and each operation fails once, while a backup is made, pruned or restored:
/// what was a backup is one, what is restored is whole or not there, and a second run finishes.
///
/// Covers: G10.
/// Tier: crash.
@Tag("soak-crash")
@Tag("soak-matrix")
class BackupCrashTest {
    private static final int SEEDS = Depth.isFull() ? 12 : 1;
    private static final int CI_STOPS = 14;

    /// A journal that has grown since its backups, and what each of them has.
    private static final class Scene {
        private final MemFs journal = new MemFs();
        private final BackupSample sample = new BackupSample();
        private final Map<Long, BackupSample> notes = new LinkedHashMap<>();
        private final Store store = Store.open(config(journal));
        private boolean done;

        private final long next;

        Scene() {
            this(2);
        }

        Scene(int backups) {
            next = backups + 1L;
            for (int i = 0; i < backups; i++) {
                sample.fill(store, 1 + 100 * i, 12);
                notes.put(i + 1L, sample.note(store).copy());
                store.backup(BACKUP, BackupOptions.standard());
            }
            sample.fill(store, 300, 12);
            store.sync();
        }

        /// Makes one more backup and keeps only two; false if the disk failed on the way.
        boolean back() {
            try {
                notes.put(next, sample.note(store).copy());
                BackupReport report =
                        store.backup(BACKUP, BackupOptions.standard().keepManifests(2));
                assertThat(report.manifestsRemoved()).isEqualTo(next == 3 ? 1 : 0);
                done = true;
            } catch (StoreException e) {
                assertThat(e)
                        .as("the failure has a kind")
                        .extracting(StoreException::kind)
                        .isNotNull();
            }
            return done;
        }

        boolean restore() {
            MemFs backup = journal.elsewhere(BACKUP);
            try {
                Backups.restore(backup, journal.elsewhere(RESTORED), OptionalLong.empty());
                done = true;
            } catch (StoreException e) {
                assertThat(e)
                        .as("the failure has a kind")
                        .extracting(StoreException::kind)
                        .isNotNull();
            }
            return done;
        }

        /// What the backup with this number has.
        BackupSample noted(long number) {
            return Objects.requireNonNull(notes.get(number), "no such backup was made");
        }

        String last() {
            List<MemStep> steps = journal.steps();
            return "after " + steps.subList(Math.max(0, steps.size() - 6), steps.size());
        }
    }

    private static List<MemFs> outcomes(MemFs journal) {
        List<MemFs> outcomes = new ArrayList<>(
                List.of(journal.killed(), journal.crash(), journal.crashOfBytes(), journal.crashOfNames()));
        for (long seed = 0; seed < SEEDS; seed++) {
            outcomes.add(journal.crash(seed));
        }
        return outcomes;
    }

    @Test
    void aPowerCutWhileABackupIsMadeLeavesEveryBackupThatWas() {
        afterEachChange(Scene::back, scene -> {
            for (MemFs journal : outcomes(scene.journal)) {
                assertBackups(scene, journal);
                finish(journal, scene.last());
            }
        });
    }

    @Test
    void aPowerCutWhileTheFirstBackupIsMadeLeavesItWholeOrNot() {
        afterEachChange(() -> new Scene(0), Scene::back, scene -> {
            for (MemFs journal : outcomes(scene.journal)) {
                MemFs backup = journal.elsewhere(BACKUP);
                List<Long> numbers = backup.exists() ? numbers(backup) : List.of();
                assertThat(scene.done ? numbers : List.of(1L)).as(scene.last()).containsExactly(1L);
                if (!numbers.isEmpty()) {
                    scene.noted(1L).check(restoredFrom(journal, 1), scene.last());
                }
                finish(journal, scene.last());
            }
        });
    }

    /// Every manifest that is there leads to what it promised, and there is one.
    private static void assertBackups(Scene scene, MemFs journal) {
        MemFs backup = journal.elsewhere(BACKUP);
        List<Long> numbers = numbers(backup);
        assertThat(numbers).as(scene.last()).contains(2L);
        if (scene.done) {
            assertThat(numbers).as(scene.last()).containsExactly(2L, 3L);
        }
        for (long number : numbers) {
            MemFs place = journal.elsewhere(Path.of("/restored-" + number));
            assertThat(Backups.restore(backup, place, OptionalLong.of(number))
                            .proof()
                            .isClean())
                    .isTrue();
            scene.noted(number).check(place, scene.last() + ", manifest " + number);
        }
    }

    private static List<Long> numbers(MemFs backup) {
        return backup.list().stream()
                .filter(name -> name.startsWith("manifest-") && name.endsWith(".fbbm"))
                .map(name -> Long.valueOf(name.substring(9, 15)))
                .toList();
    }

    /// The next session's backup finishes, and cleans up what was left.
    private static void finish(MemFs journal, String replay) {
        BackupSample now = new BackupSample();
        MemFs backup = journal.elsewhere(BACKUP);
        long number;
        try (Store store = Store.open(config(journal))) {
            now.note(store);
            number = store.backup(BACKUP, BackupOptions.standard().keepManifests(1))
                    .number();
        }
        assertThat(numbers(backup)).as(replay).containsExactly(number);
        assertThat(backup.list()).as(replay).noneMatch(name -> name.endsWith(".batpak-staged"));
        long files =
                backup.list().stream().filter(name -> name.endsWith("-object")).count();
        MemFs place = journal.elsewhere(Path.of("/restored-last"));
        assertThat(Backups.restore(backup, place, OptionalLong.empty()).files())
                .as(replay)
                .isEqualTo((int) files);
        now.check(place, replay + ", then the next backup");
    }

    @Test
    void aPowerCutDuringARestoreLeavesAllOrNothing() {
        afterEachChange(Scene::restore, scene -> {
            for (MemFs journal : outcomes(scene.journal)) {
                MemFs restored = journal.elsewhere(RESTORED);
                boolean there = restored.exists() && !restored.entries().isEmpty();
                assertThat(there || !scene.done).as(scene.last()).isTrue();
                if (!there) {
                    Backups.restore(journal.elsewhere(BACKUP), restored, OptionalLong.empty());
                    assertThat(BackupSample.strays(journal)).as(scene.last()).isEmpty();
                }
                scene.noted(2L).check(restored, scene.last());
            }
        });
    }

    private static void afterEachChange(Consumer<Scene> run, Consumer<Scene> look) {
        afterEachChange(Scene::new, run, look);
    }

    private static void afterEachChange(Supplier<Scene> scenes, Consumer<Scene> run, Consumer<Scene> look) {
        Scene whole = scenes.get();
        long before = whole.journal.mutations();
        run.accept(whole);
        assertThat(whole.done).isTrue();
        long changes = whole.journal.mutations() - before;
        assertThat(changes).as("a run that changes little proves little").isGreaterThan(30);
        look.accept(whole);
        long stride = Depth.isFull() ? 1 : Math.max(1, changes / CI_STOPS);
        for (long stop = 0; stop < changes; stop += stride) {
            Scene scene = scenes.get();
            scene.journal.powerOffAfter(before + stop);
            run.accept(scene);
            assertThat(scene.done).as("power off after %s of %s", stop, changes).isFalse();
            look.accept(scene);
        }
    }

    @Test
    void eachOperationThatFailsOnceLeavesTheBackupsAndTheJournalUsable() {
        failEach(Scene::back, scene -> {
            MemFs now = scene.journal.killed();
            scene.noted(2L).check(restoredFrom(now, 2), scene.last());
            finish(now, scene.last());
        });
    }

    @Test
    void eachOperationThatFailsOnceDuringARestoreLeavesAllOrNothing() {
        failEach(Scene::restore, scene -> {
            MemFs now = scene.journal.killed();
            MemFs restored = now.elsewhere(RESTORED);
            if (!restored.exists()) {
                Backups.restore(now.elsewhere(BACKUP), restored, OptionalLong.empty());
            }
            scene.noted(2L).check(restored, scene.last());
            assertThat(BackupSample.strays(now)).as(scene.last()).isEmpty();
        });
    }

    private static MemFs restoredFrom(MemFs journal, long number) {
        MemFs place = journal.elsewhere(Path.of("/restored-" + number));
        Backups.restore(journal.elsewhere(BACKUP), place, OptionalLong.of(number));
        return place;
    }

    private static void failEach(Consumer<Scene> run, Consumer<Scene> look) {
        int runs = 0;
        for (MemOperation operation : MemOperation.values()) {
            Scene whole = new Scene();
            long before = whole.journal.count(operation);
            run.accept(whole);
            long count = whole.journal.count(operation) - before;
            long stride = Depth.isFull() ? 1 : Math.max(1, count / 4);
            for (long occurrence = 1; occurrence <= count; occurrence += stride) {
                Scene scene = new Scene();
                IoKind kind = occurrence % 2 == 0 ? IoKind.OTHER : IoKind.STORAGE_FULL;
                scene.journal.plan(MemFault.of(operation, occurrence, kind));
                run.accept(scene);
                assertThat(scene.journal.steps())
                        .as("%s %s", operation, occurrence)
                        .anyMatch(MemStep::failed);
                look.accept(scene);
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(20);
    }

    /// Where the journal itself lies matters to nobody.
    @Test
    void aJournalIsRestoredToItsOldPlace() {
        Scene scene = new Scene();
        scene.store.close();
        MemFs again = scene.journal.elsewhere(JOURNAL);
        again.list().forEach(again::delete);
        Backups.restore(scene.journal.elsewhere(BACKUP), again, OptionalLong.empty());
        scene.noted(2L).check(again, "old place");
    }
}
