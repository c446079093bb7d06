package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.DirectoryMalformedException;
import io.batpak.error.MmapFutureVersionException;
import io.batpak.error.SegmentDamageException;
import io.batpak.format.Artifact;
import io.batpak.format.RunFile;
import io.batpak.format.RunSource;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.model.Extensions;
import io.batpak.model.LoadStatus;
import io.batpak.model.OpenReport;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.recovery.Surroundings;
import io.batpak.sidecar.IndexRuns;
import io.batpak.sidecar.RunFiles;
import io.batpak.sidecar.RunName;
import io.batpak.testkit.MemFs;
import io.batpak.time.Spawner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Errors that an open meets and no random fault leads to: each by what leads to it.
///
/// Tier: crash. Covers: E3, E10.
class RecoveryErrorsTest {
    private static final int EVENTS = 12;
    private static final String FIRST = "000001.fbat";
    private static final String MMAP = "index.fbati";
    private static final long SHIFT = 1000;

    private final MemFs fs = new MemFs();

    private static StoreConfig.Builder config(StoreFs on) {
        return StoreConfig.on(on).cooperative(true).segmentBytesMax(1000).clock(Samples.clock());
    }

    private void fill() {
        try (Store store = Store.open(config(fs).build())) {
            for (int n = 0; n < EVENTS; n++) {
                Samples.append(store, n);
            }
        }
        fs.list().stream().filter(name -> !name.endsWith(".fbat")).toList().forEach(fs::delete);
    }

    private static void put(StoreFs on, String name, byte[] bytes) {
        try (StoreFile file = on.createNew(name)) {
            file.write(bytes, 0, bytes.length, 0);
        }
    }

    private static OpenReport reopen(StoreFs left) {
        try (Store store = Store.open(config(left).build())) {
            assertThat(Samples.seen(store)).isEqualTo(EVENTS);
            assertThat(store.verifyChain().intact()).isTrue();
            return store.openReport();
        }
    }

    @Test
    void aSegmentThatNobodyWouldFindByItsIdIsRefused() {
        fill();
        for (String name : List.of("9223372036854775807.fbat", "7.fbat")) {
            MemFs copy = fs.killed();
            put(copy, name, new byte[0]);
            assertThatThrownBy(() -> reopen(copy)).isInstanceOf(DirectoryMalformedException.class);
            copy.delete(name);
            reopen(copy);
        }
    }

    @Test
    void whatLooksLikeASegmentAndIsNoneIsTold() {
        fill();
        put(fs, "old.fbat", new byte[0]);
        put(fs, "000001.fbat.compact-src", new byte[0]);
        assertThat(reopen(fs).notices())
                .anyMatch(notice -> notice.startsWith("old.fbat looks like a segment"))
                .anyMatch(notice -> notice.startsWith("000001.fbat.compact-src was left"));
    }

    @Test
    void whatCannotBeReadAheadIsReadByTheOpenItself() {
        fill();
        long whole = restored(fs, Spawner.platformThreads());
        assertThat(restored(fs, SpawnerStub.without("batpak-read-"))).isEqualTo(whole);
        assertThat(restored(fs, SpawnerStub.impatient())).isEqualTo(whole);
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        IoSite site = IoSite.of("read", FIRST);
        assertThat(restored(failingAhead(new TickingClock.Defect()), Spawner.platformThreads()))
                .isEqualTo(whole);
        assertThat(restored(failingAhead(new StoreIoException(site, IoKind.OTHER, "no")), Spawner.platformThreads()))
                .isEqualTo(whole);
    }

    private StoreFs failingAhead(RuntimeException failure) {
        return WatchedFs.of(fs, (_, _) -> {
            if (Thread.currentThread().getName().startsWith("batpak-read-")) {
                throw failure;
            }
        });
    }

    private static long restored(StoreFs left, Spawner spawner) {
        Surroundings around = new Surroundings(left, Samples.clock(), spawner, 0, false, true, true);
        Restored restored = Restore.run(around, false, _ -> Extensions.none());
        return restored.nextSequence();
    }

    @Test
    void anEventWithoutAnEntityIsRefused() {
        Store killed = Store.open(config(fs).segmentBytesMax(1 << 20).build());
        Samples.append(killed, 1);
        MemFs left = fs.killed();
        left.damage(FIRST, bytes -> Tampering.userEvents(bytes, event -> event.entity("")));
        assertThatThrownBy(() -> Store.open(config(left).build())).isInstanceOf(SegmentDamageException.class);
    }

    @Test
    void aBatchThatClaimsTheLastSequenceIsRefused() {
        Store killed = Store.open(config(fs).segmentBytesMax(1 << 20).build());
        killed.appendBatch(List.of(Samples.item(1), Samples.item(2)));
        MemFs left = fs.killed();
        left.damage(FIRST, bytes -> Tampering.batchFrom(bytes, Long.MAX_VALUE - 1));
        assertThatThrownBy(() -> Store.open(config(left).build())).isInstanceOf(SegmentDamageException.class);
    }

    @Test
    void anArtifactThatClaimsMoreThanAllSequencesIsNotUsed() {
        fill();
        ReopenPath.writeArtifact(fs, Artifact.Form.MMAP_INDEX, Long.MAX_VALUE);
        assertThat(reopen(fs).mmapIndex().status()).isEqualTo(LoadStatus.INVALID);
    }

    @Test
    void anArtifactOfALaterReleaseThatIsPutThereMeanwhileIsRefused() {
        fill();
        ReopenPath.writeArtifact(fs, Artifact.Form.MMAP_INDEX, 0);
        byte[] now = fs.bytes(MMAP);
        int refused = 0;
        for (int at = 0; at < 16; at++) {
            MemFs copy = fs.killed();
            int changed = at;
            AtomicInteger opens = new AtomicInteger();
            StoreFs swapping = WatchedFs.of(copy, (call, name) -> {
                if (call.equals("openReadOnly") && name.equals(MMAP) && opens.incrementAndGet() == 2) {
                    copy.damage(MMAP, bytes -> {
                        bytes[changed] = (byte) (now[changed] + 0x40);
                        return bytes;
                    });
                }
            });
            try {
                reopen(swapping);
            } catch (MmapFutureVersionException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /// Its rows have sequences that those behind it have as well.
    @Test
    void aRunThatDoesNotFollowTheOneBeforeItIsNotUsedAndNoneBehindIt() {
        fill();
        List<Long> ids = ids();
        long first = ids.get(1);
        sealTo(first);
        sealTo(ids.get(3));
        sealTo(ids.get(5));
        shift(first);
        OpenReport report = open(fs.killed());
        assertThat(report.repairs())
                .anyMatch(repair -> repair.toString().contains("do not follow"))
                .anyMatch(repair -> repair.toString().contains("the one before it"));
        assertThat(report.notices()).anyMatch(notice -> notice.contains("carry another sequence"));
    }

    @Test
    void anArtifactThatDoesNotFollowTheRunsIsNotUsed() {
        fill();
        ReopenPath.writeArtifact(fs, Artifact.Form.MMAP_INDEX, 0);
        long first = ids().get(1);
        sealTo(first);
        shift(first);
        assertThat(open(fs.killed()).mmapIndex().status()).isEqualTo(LoadStatus.INVALID);
    }

    private List<Long> ids() {
        return fs.list().stream()
                .filter(name -> name.endsWith(".fbat"))
                .map(name -> Long.valueOf(name.substring(0, name.indexOf('.'))))
                .sorted()
                .toList();
    }

    private static OpenReport open(MemFs left) {
        Store store = Store.open(config(left).build());
        return store.openReport();
    }

    /// The journal up to a segment.
    private MemFs upTo(long last) {
        MemFs copy = fs.killed();
        ids().stream().filter(id -> id > last).forEach(id -> copy.delete(String.format("%06d.fbat", id)));
        return copy;
    }

    /// Puts what no run covers yet, up to a segment, into one.
    private void sealTo(long last) {
        MemFs copy = upTo(last);
        ReopenPath.restored(copy, restored -> {
            restored.writer().cut();
            new IndexRuns(copy, restored.index()).seal(last);
        });
        copy.list().stream()
                .filter(name -> name.endsWith(".fbx") && !fs.list().contains(name))
                .forEach(name -> put(fs, name, copy.bytes(name)));
    }

    /// Lets the first run tell higher sequences than those of its events.
    private void shift(long last) {
        RunName name = new RunName(ids().getFirst(), last);
        RunFile run = RunFiles.open(fs, name);
        MemFs copy = upTo(last);
        copy.delete(name.fileName());
        ReopenPath.restored(copy, restored -> {
            restored.writer().cut();
            RunSource rows = restored.index().finished().getFirst().source();
            RunFiles.write(fs, shifted(rows), run.segments());
        });
    }

    private static RunSource shifted(RunSource source) {
        return (RunSource) Proxy.newProxyInstance(
                RunSource.class.getClassLoader(), new Class<?>[] {RunSource.class}, (_, method, args) -> {
                    try {
                        Object answer = method.invoke(source, args);
                        return answer instanceof Long sequence
                                        && method.getName().equals("sequence")
                                ? Long.valueOf(sequence + SHIFT)
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
