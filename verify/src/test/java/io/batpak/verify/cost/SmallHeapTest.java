package io.batpak.verify.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.damage.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Journals of 100 000 events are opened, read through and closed in a heap that could not hold their events,
/// and so are those whose index files claim billions of rows: the open sees everything or refuses by name,
/// and never runs out of memory.
///
/// Tier: crash. Covers: E13, L1.
class SmallHeapTest {
    private static final int MANY = 100_000;
    private static final int FEW = 1000;
    private static final String HEAP = "-Xmx32m";
    private static final String TINY_HEAP = "-Xmx24m";
    private static final int CLAIMING_BYTES = 4 << 20;
    /// What a session adds: that it was opened and that it was closed.
    private static final int OPENED = 1;

    private static final int SESSION = 2;

    @TempDir
    private Path work;

    @Test
    void aHundredThousandEventsOfOneEntityFitIntoASmallHeap() throws Exception {
        assertThat(opened(HEAP, journal("one-entity", 1, MANY))).containsExactly(seen("one-entity", MANY));
    }

    @Test
    void aHundredThousandEventsOfAThousandEntitiesFitIntoASmallHeap() throws Exception {
        assertThat(opened(HEAP, journal("entities", 1000, MANY))).containsExactly(seen("entities", MANY));
    }

    @Test
    void indexFilesThatClaimBillionsOfRowsCostNoMemory() throws Exception {
        Path mmap = journal("mmap", 10, FEW);
        claim(mmap, "index.fbati", "FBATIX", 5);
        Path checkpoint = journal("checkpoint", 10, FEW);
        claim(checkpoint, "index.ckpt", "FBATCK", 6);
        Path runs = journal("runs", 10, FEW);
        for (Path run : runsOf(runs)) {
            claim(runs, run.getFileName().toString(), "", 0);
        }
        claim(runs, "000001-000009.fbx", "", 0);

        assertThat(opened(TINY_HEAP, mmap, checkpoint, runs))
                .containsExactly(seen("mmap", FEW), seen("checkpoint", FEW), seen("runs", FEW));
    }

    @Test
    void aProgramThatHoldsTheEventsRunsOutOfMemory() throws Exception {
        Process process = ChildJvm.start(Hoarder.class, HEAP, List.of(Integer.toString(MANY)));

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(Hoarder.OUT_OF_MEMORY);
    }

    private Path journal(String name, int entities, int events) {
        Path directory = work.resolve(name);
        new Filled(entities).build(directory, events);
        return directory;
    }

    private static List<Path> runsOf(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".fbx")).toList();
        }
    }

    private static String seen(String name, int events) {
        return name + ": saw " + (events + SESSION) + ", has " + (events + SESSION + OPENED);
    }

    /// A file with a right magic, version and checksum in front of a body of nothing but set bits.
    private static void claim(Path directory, String name, String magic, int version) throws IOException {
        byte[] body = new byte[CLAIMING_BYTES];
        Arrays.fill(body, (byte) 0xFF);
        CRC32 crc = new CRC32();
        crc.update(body);
        byte[] head = magic.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(CLAIMING_BYTES + 12).order(ByteOrder.LITTLE_ENDIAN);
        if (head.length > 0) {
            file.put(head).putShort((short) version).putInt((int) crc.getValue());
        }
        Files.write(directory.resolve(name), file.put(body).array());
    }

    private static List<String> opened(String heap, Path... directories) throws Exception {
        Process process = ChildJvm.start(
                HeapOpening.class,
                heap,
                Arrays.stream(directories).map(Path::toString).toList());
        List<String> lines;
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }
}
