package io.batpak.verify.damage;

import static io.batpak.verify.damage.HostileFiles.endless;
import static io.batpak.verify.damage.HostileFiles.event;
import static io.batpak.verify.damage.HostileFiles.footer;
import static io.batpak.verify.damage.HostileFiles.frame;
import static io.batpak.verify.damage.HostileFiles.head;
import static io.batpak.verify.damage.HostileFiles.nested;
import static io.batpak.verify.damage.HostileFiles.segment;
import static io.batpak.verify.damage.HostileFiles.withText;
import static io.batpak.verify.damage.HostileFiles.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Segments that claim lengths nobody could hold are opened by a JVM with a heap of 64 MiB: each ends in a
/// typed refusal, or in a torn end behind what is whole; none in a lack of memory or a deep stack.
///
/// Tier: crash. Covers: E1, E2, E4.
class HostileLengthsTest {
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final long MEBIBYTE = 1L << 20;
    private static final String REFUSED = "SegmentDamageException, SegmentDamageException";
    /// One whole event; for writing, the OPEN event is seen as well.
    private static final String ONE_EVENT = "saw 1, saw 2";

    private static final String TWO_EVENTS = "saw 2, saw 3";

    @TempDir
    private Path work;

    private final Map<String, String> expected = new LinkedHashMap<>();

    @Test
    void everyHostileLengthEndsInATypedRefusalOrATornEnd() throws IOException, InterruptedException {
        frameLengths();
        messageLengths();
        footers();
        sparseFiles();
        keyFiles();
        List<String> directories = expected.keySet().stream()
                .map(name -> work.resolve(name).toString())
                .toList();
        Process process = ChildJvm.start(HostileOpening.class, "-Xmx64m", directories);
        List<String> lines;
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        List<String> wanted = new ArrayList<>();
        expected.forEach((name, outcome) -> wanted.add(name + ": " + outcome));
        assertThat(lines).containsExactlyElementsOf(wanted);
        assertThat(process.exitValue()).isZero();
    }

    private void frameLengths() throws IOException {
        add("length-u32-max-at-the-end", segment(event(1), head(U32_MAX)), ONE_EVENT);
        add("length-u32-max-in-the-middle", segment(event(1), head(U32_MAX), event(2)), REFUSED);
        add("length-1-gib-at-the-end", segment(event(1), head(1024 * MEBIBYTE), new byte[99]), ONE_EVENT);
        add("length-255-mib-at-the-end", segment(event(1), head(255 * MEBIBYTE), new byte[99]), ONE_EVENT);
        add("length-255-mib-in-the-middle", segment(event(1), head(255 * MEBIBYTE), event(2)), REFUSED);
        add("batch-of-2-to-the-31", segment(event(1), HostileFiles.batchBegin(1L << 31), event(2)), REFUSED);
        add("batch-of-u32-max", segment(event(1), HostileFiles.batchBegin(U32_MAX)), REFUSED);
        add("batch-of-a-million-that-never-came", segment(event(1), HostileFiles.batchBegin(1_000_000)), ONE_EVENT);
        byte[] preamble = segment(event(1));
        System.arraycopy(endless(0), 1, preamble, 4, 4);
        add("preamble-u32-max", preamble, REFUSED);
    }

    private void messageLengths() throws IOException {
        add("body-nested-10000", segment(event(1), frame(nested(10_000))), REFUSED);
        add("field-nested-10000", segment(event(1), withUnknownField(nested(10_000))), REFUSED);
        add("field-nested-a-million", segment(event(1), withUnknownField(nested(1_000_000))), REFUSED);
        add("field-nested-100", segment(event(1), withUnknownField(nested(100))), TWO_EVENTS);
        add("array-u32-max", segment(event(1), withUnknownField(endless(0xdd))), REFUSED);
        add("map-u32-max", segment(event(1), withUnknownField(endless(0xdf))), REFUSED);
        add("binary-u32-max", segment(event(1), withUnknownField(endless(0xc6))), REFUSED);
        add("text-u32-max", segment(event(1), withUnknownField(endless(0xdb))), REFUSED);
        add("extension-u32-max", segment(event(1), withUnknownField(endless(0xc9))), REFUSED);
        add("entity-u32-max", segment(event(1), withText("entity:one", endless(0xdb))), REFUSED);
        add("body-is-an-endless-map", segment(event(1), frame(endless(0xdf))), REFUSED);
    }

    private void footers() throws IOException {
        long end = segment(event(1)).length;
        byte[] emptyTable = {(byte) 0x90};
        add("footer-of-u32-max-rows", segment(event(1), footer(emptyTable, end, U32_MAX)), ONE_EVENT);
        add("footer-with-an-endless-table", segment(event(1), footer(endless(0xdd), end, 0)), ONE_EVENT);
        add("footer-that-ends-nowhere", segment(event(1), footer(emptyTable, Long.MAX_VALUE, 0)), ONE_EVENT);
        add("footer-that-ends-before-it-began", segment(event(1), footer(emptyTable, -1, 1)), ONE_EVENT);
        add("footer-below-the-preamble", segment(event(1), footer(emptyTable, 3, 0)), ONE_EVENT);
    }

    /// Files as long as they claim to be, made of holes: nothing may be read into memory on the strength of a
    /// length.
    private void sparseFiles() throws IOException {
        byte[] large = segment(event(1), head(200 * MEBIBYTE));
        add("200-mib-of-holes-in-one-frame", large, ONE_EVENT);
        lengthen("200-mib-of-holes-in-one-frame", large.length + 200 * MEBIBYTE);
        for (String where : List.of("", "-before-another-segment")) { // in the newest only its last sector got out
            String holes = "200-mib-of-holes-and-a-byte-in-one-frame" + where;
            add(holes, large, where.isEmpty() ? ONE_EVENT : REFUSED);
            lengthen(holes, large.length + 200 * MEBIBYTE - 1);
            append(holes, new byte[] {1});
        }
        Files.write(
                work.resolve("200-mib-of-holes-and-a-byte-in-one-frame-before-another-segment")
                        .resolve("000002.fbat"),
                segment(event(2)));
        byte[] claimingAll = footer(new byte[0], segment().length, 0);
        add("footer-with-a-table-of-300-mib", segment(event(1)), REFUSED);
        lengthen("footer-with-a-table-of-300-mib", 300 * MEBIBYTE);
        append("footer-with-a-table-of-300-mib", claimingAll);
        add("300-mib-of-zeros", segment(event(1)), ONE_EVENT);
        lengthen("300-mib-of-zeros", 300 * MEBIBYTE);
        add("torn-frame-before-300-mib-of-holes", segment(event(1), head(U32_MAX)), ONE_EVENT);
        lengthen("torn-frame-before-300-mib-of-holes", 300 * MEBIBYTE);
    }

    /// Files of idempotency keys with a right checksum: damage in them costs no event.
    private void keyFiles() throws IOException {
        byte[] inField = {(byte) 0x91, (byte) 0x81, (byte) 0xa1, 'z'};
        addKeys("keys-u32-max", endless(0xdd), 0);
        addKeys("keys-u32-max-before-100-mib-of-holes", endless(0xdd), 100 * MEBIBYTE);
        addKeys("keys-with-a-text-u32-max-before-100-mib-of-holes", joined(inField, endless(0xdb)), 100 * MEBIBYTE);
        byte[] wide = {(byte) 0xc6, 6, 0, 0, 0}; // 96 MiB that are really there
        addKeys("keys-with-96-mib-of-holes-in-one-row", joined(inField, wide), 100 * MEBIBYTE);
        addKeys("keys-nested-a-million", joined(inField, nested(1_000_000)), 0);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void addKeys(String name, byte[] body, long holes) throws IOException {
        add(name, segment(event(1)), ONE_EVENT);
        CRC32 crc = new CRC32();
        crc.update(body);
        byte[] zeros = new byte[(int) MEBIBYTE];
        for (long left = holes; left > 0; left -= zeros.length) {
            crc.update(zeros);
        }
        byte[] envelope = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("FBATID".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 1)
                .putInt((int) crc.getValue())
                .array();
        Path file = work.resolve(name).resolve("index.idemp");
        Files.write(file, joined(envelope, body));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(sparse.length() + holes);
        }
    }

    private void lengthen(String name, long length) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(work.resolve(name).resolve("000001.fbat").toFile(), "rw")) {
            file.setLength(length);
        }
    }

    private void append(String name, byte[] bytes) throws IOException {
        Files.write(work.resolve(name).resolve("000001.fbat"), bytes, StandardOpenOption.APPEND);
    }

    private void add(String name, byte[] segment, String outcome) throws IOException {
        Path directory = Files.createDirectory(work.resolve(name));
        Files.write(directory.resolve("000001.fbat"), segment);
        expected.put(name, outcome);
    }
}
