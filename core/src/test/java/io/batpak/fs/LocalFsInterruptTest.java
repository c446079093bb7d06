package io.batpak.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Interrupting a thread in the middle of a call breaks the file for nobody. Covers: B6.
/// Tier: unit.
@Timeout(120)
final class LocalFsInterruptTest {
    private static final int READERS = 3;
    private static final int READS = 3_000;

    @TempDir
    private Path directory;

    private StoreFs fs;

    @BeforeEach
    void openTheDirectory() {
        fs = StoreFs.local(directory);
        fs.create();
    }

    @Test
    void aPendingInterruptDisturbsNoCallAndStaysPending() {
        try (StoreFile file = fs.createNew("a");
                StoreFile reader = fs.openReadOnly("a")) {
            byte[] target = new byte[3];
            Thread.currentThread().interrupt();
            file.write(new byte[] {1, 2, 3}, 0, 3, 0);
            file.sync(SyncMode.ALL);
            file.sync(SyncMode.DATA);
            fs.syncDirectory();
            reader.readFully(target, 0, 3, 0);
            file.readFully(target, 0, 3, 0);
            try (Mapping mapping = reader.map()) {
                mapping.copy(0, target, 0, 3);
            }
            assertThat(reader.length()).isEqualTo(3);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(target).containsExactly(1, 2, 3);
        } finally {
            Thread.interrupted(); // the threads of the test engine are not ours
        }
    }

    @Test
    void readersUnderAHailOfInterruptsReadEverything() throws Exception {
        try (StoreFile writer = fs.createNew("staged");
                StoreFile reader = fs.openReadOnly("staged")) {
            fs.rename("staged", "renamed"); // found again under its new name
            assertThat(hail(writer, reader)).isPositive();
        }
    }

    @Test
    void readersOfADeletedFileSurviveToo() throws Exception {
        try (StoreFile writer = fs.createNew("a");
                StoreFile reader = fs.openReadOnly("a")) {
            fs.delete("a");
            try (StoreFile other = fs.createNew("a")) {
                other.write(new byte[] {99}, 0, 1, 0); // never to be read by mistake
                assertThat(hail(writer, reader)).isPositive();
            }
        }
    }

    @Test
    void aReaderSurvivesTheMoveOfItsDirectory() throws Exception {
        StoreFs staged = fs.elsewhere(directory.resolve("staged"));
        staged.create();
        try (StoreFile writer = staged.createNew("a");
                StoreFile reader = staged.openReadOnly("a")) {
            staged.moveDirectory(fs.elsewhere(directory.resolve("done")));
            assertThat(hail(writer, reader)).isPositive();
        }
    }

    @Test
    void aCopyUnderAHailOfInterruptsIsWhole() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new Random(7).nextBytes(bytes);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (StoreFile source = fs.createNew("a")) {
            source.write(bytes, 0, bytes.length, 0);
            Thread copier =
                    Thread.ofPlatform().start(() -> watched(failures, () -> fs.copyTo("a", bytes.length, fs, "b")));
            while (copier.isAlive()) {
                copier.interrupt();
                Thread.sleep(0, 50_000);
            }
            copier.join();
            assertThat(failures).isEmpty();
            source.readFully(bytes, 0, 1, 0);
        }
        assertThat(Files.readAllBytes(directory.resolve("b"))).isEqualTo(bytes);
    }

    /// One writer and some readers, all interrupted all the time; returns the number of interrupts sent.
    private static long hail(StoreFile writer, StoreFile reader) throws InterruptedException {
        AtomicLong written = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        threads.add(Thread.ofPlatform()
                .start(() -> watched(failures, () -> {
                    while (!done.get()) {
                        append(writer, written);
                    }
                })));
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            StoreFile through = i == 0 ? writer : reader;
            Runnable reading = () -> watched(failures, () -> readAll(through, written));
            readers.add(
                    i == 1
                            ? Thread.ofVirtual().start(reading)
                            : Thread.ofPlatform().start(reading));
        }
        threads.addAll(readers);
        long interrupts = 0;
        while (readers.stream().anyMatch(Thread::isAlive)) {
            for (Thread thread : threads) {
                thread.interrupt();
                interrupts++;
            }
            Thread.sleep(0, 50_000);
        }
        done.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        return interrupts;
    }

    private static void append(StoreFile writer, AtomicLong written) {
        long at = written.get();
        byte[] block = new byte[512];
        Arrays.fill(block, (byte) (at / block.length));
        writer.write(block, 0, block.length, at);
        written.set(at + block.length);
        if (at / block.length % 64 == 0) {
            writer.sync(SyncMode.DATA);
        }
    }

    private static void readAll(StoreFile file, AtomicLong written) {
        byte[] block = new byte[512];
        for (int i = 0; i < READS; i++) {
            long blocks = written.get() / block.length;
            if (blocks > 0) {
                long index = i * 7919L % blocks;
                file.readFully(block, 0, block.length, index * block.length);
                for (byte value : block) {
                    assertThat(value).isEqualTo((byte) index);
                }
                assertThat(file.length()).isGreaterThanOrEqualTo(blocks * block.length);
            }
        }
    }

    private static void watched(ConcurrentLinkedQueue<Throwable> failures, Runnable body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            failures.add(thrown);
        }
    }
}
