package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.msgpack.MessageWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Index artifacts of every version, made here by a second encoder: read where 0.9.0 reads them, refused where it
/// refuses them, never by allocating what a hostile length asks for.
///
/// Tier: unit. Covers: C1, E35.
class OldArtifactsTest {
    private static final int HUGE = 0x7FFF_FFF0;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void checkpointsOfEveryVersionAreRead(int version) {
        Artifact artifact = ok(Checkpoint.decode(ByteSource.of(checkpoint(version, 2)), checkpoint(version, 2).length));
        assertThat(artifact.version()).isEqualTo(version);
        assertThat(artifact.head().watermarkOffset()).isEqualTo(5000);
        assertThat(artifact.head().nextSequence()).isEqualTo(9);
        assertThat(artifact.head().fallbacks().system().count()).isEqualTo(version >= 5 ? 3 : 0);
        assertRows(artifact.rows(), version >= 4, version >= 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void mmapIndexesOfEveryOlderVersionAreRead(int version) {
        byte[] file = mmapIndex(version, 2);
        Artifact artifact = ok(MmapIndex.decode(ByteSource.of(file), file.length));
        assertThat(artifact.version()).isEqualTo(version);
        assertThat(artifact.head().nextSequence()).isEqualTo(9);
        assertThat(artifact.head().fallbacks().system().count()).isEqualTo(version >= 4 ? 3 : 0);
        assertRows(artifact.rows(), version >= 3, false);
    }

    private static void assertRows(ArtifactRows rows, boolean lanes, boolean extensions) {
        assertThat(rows.count()).isEqualTo(2);
        for (int row : new int[] {1, 0, 1}) { // back and forth
            rows.moveTo(row);
            assertThat(rows.entity()).isEqualTo("order:1");
            assertThat(rows.scope()).isEqualTo("shop");
            assertThat(rows.idLow()).isEqualTo(100 + row);
            assertThat(rows.correlationLow()).isEqualTo(200 + row);
            assertThat(rows.causationLow()).isEqualTo(row == 0 ? 0 : 300);
            assertThat(rows.kind()).isEqualTo(0xF001);
            assertThat(rows.clock()).isEqualTo(row);
            assertThat(rows.lane()).isEqualTo(lanes ? 5 : 0);
            assertThat(rows.depth()).isEqualTo(lanes ? 3 : 0);
            assertThat(rows.wallMillis()).isEqualTo(1_700_000_000_000L);
            assertThat(rows.segment()).isEqualTo(1);
            assertThat(rows.frameOffset()).isEqualTo(100 + 300 * row);
            assertThat(rows.frameLength()).isEqualTo(300);
            assertThat(rows.sequence()).isEqualTo(7 + row);
            byte[] hash = new byte[32];
            rows.eventHash(hash, 0);
            assertThat(hash).containsOnly(0xE1);
            assertThat(rows.extensions().get("app.x").isPresent()).isEqualTo(extensions);
        }
    }

    @Test
    void versionsAboveTheNewestAreTooNewWhateverElseIsWrong() {
        for (int version : new int[] {7, 0xFFFF}) {
            byte[] file = envelope("FBATCK", version, new byte[] {1, 2, 3});
            file[8] ^= 1;
            assertThat(damage(Checkpoint.decode(ByteSource.of(file), file.length))
                            .reason())
                    .isEqualTo(Damage.Reason.CHECKPOINT_TOO_NEW);
            assertThat(Checkpoint.version(ByteSource.of(file))).isEqualTo(version);
        }
        byte[] file = envelope("FBATIX", 6, new byte[0]);
        assertThat(damage(MmapIndex.decode(ByteSource.of(file), file.length)).reason())
                .isEqualTo(Damage.Reason.MMAP_INDEX_TOO_NEW);
        assertThat(MmapIndex.version(ByteSource.of(file))).isEqualTo(6);
    }

    @Test
    void versionsThatNeverWereAreDamage() {
        for (int version : new int[] {0, 1}) {
            byte[] file = checkpoint(version, 1);
            assertThat(damage(Checkpoint.decode(ByteSource.of(file), file.length))
                            .detail())
                    .startsWith("checkpoint body decode failed for version " + version);
        }
        byte[] file = mmapIndex(1, 1);
        file[6] = 0;
        assertThat(damage(MmapIndex.decode(ByteSource.of(file), file.length)).reason())
                .isEqualTo(Damage.Reason.ARTIFACT_TOO_OLD);
    }

    @Test
    void reasonsAreThoseThatReportsOf090Use() {
        byte[] checkpoint = checkpoint(6, 1);
        checkpoint[40] ^= 1;
        assertThat(damage(Checkpoint.decode(ByteSource.of(checkpoint), checkpoint.length))
                        .detail())
                .isEqualTo("CRC mismatch");
        byte[] index = mmapIndex(4, 1);
        byte[] longer = Arrays.copyOf(index, index.length + 1);
        assertThat(damage(MmapIndex.decode(ByteSource.of(longer), longer.length))
                        .detail())
                .isEqualTo("size does not match header");
        index[70] ^= 1;
        assertThat(damage(MmapIndex.decode(ByteSource.of(index), index.length)).detail())
                .isEqualTo("CRC mismatch");
    }

    @Test
    void hostileCountsAllocateNothing() {
        MessageWriter body = new MessageWriter(64);
        body.mapHeader(7);
        body.string("interner_strings");
        body.arrayHeader(HUGE);
        byte[] names = envelope("FBATCK", 6, body.toByteArray());
        assertThat(damage(Checkpoint.decode(ByteSource.of(names), names.length)).reason())
                .isEqualTo(Damage.Reason.ARTIFACT_UNDECODABLE);
        MessageWriter entries = new MessageWriter(64);
        entries.mapHeader(HUGE);
        byte[] map = envelope("FBATCK", 6, entries.toByteArray());
        assertThat(damage(Checkpoint.decode(ByteSource.of(map), map.length)).reason())
                .isEqualTo(Damage.Reason.ARTIFACT_UNDECODABLE);
        for (int field : new int[] {40, 48, 56}) {
            for (long claim : new long[] {-1, Long.MAX_VALUE, 1L << 62, HUGE}) {
                byte[] index = mmapIndex(4, 1);
                ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN).putLong(field, claim);
                assertThat(damage(MmapIndex.decode(ByteSource.of(index), index.length))
                                .reason())
                        .isEqualTo(Damage.Reason.ARTIFACT_SIZE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint_data", "checkpoint_snapshot_v6", "mmap_entry", "mmap_index_load"})
    void recordedFuzzInputsAreReadOrAreDamage(String target) throws IOException {
        for (Path seed : GoldenBytes.fuzz(target)) {
            byte[] input = Files.readAllBytes(seed);
            assertAnswered(input);
            byte[] data = input.length < 2 ? new byte[0] : Arrays.copyOfRange(input, 2, input.length);
            int version = input.length < 2 ? 0 : Byte.toUnsignedInt(input[0]) | Byte.toUnsignedInt(input[1]) << 8;
            assertAnswered(envelope("FBATCK", version, data));
            assertAnswered(envelope("FBATCK", 6, input));
            assertAnswered(envelope("FBATIX", version, data));
            assertAnswered(envelope("FBATIX", 5, input));
        }
    }

    private static void assertAnswered(byte[] file) {
        assertThat(List.of(
                        Checkpoint.decode(ByteSource.of(file), file.length),
                        MmapIndex.decode(ByteSource.of(file), file.length)))
                .hasSize(2)
                .allSatisfy(decoded -> assertThat(damage(decoded).detail()).isNotEmpty());
    }

    private static Artifact ok(Decoded<Artifact> decoded) {
        return switch (decoded) {
            case Decoded.Ok<Artifact>(Artifact artifact) -> artifact;
            case Decoded.Damaged<Artifact>(Damage damage) -> throw new AssertionError(damage.toString());
        };
    }

    private static Damage damage(Decoded<Artifact> decoded) {
        return switch (decoded) {
            case Decoded.Ok<Artifact> read -> throw new AssertionError("read " + read);
            case Decoded.Damaged<Artifact>(Damage damage) -> damage;
        };
    }

    private static byte[] envelope(String magic, int version, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(12 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(magic.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) version)
                .putInt((int) crc.getValue())
                .put(body)
                .array();
    }

    /// Fields in another order than 0.9.0 writes them, an unknown one among them.
    private static byte[] checkpoint(int version, int rows) {
        MessageWriter out = new MessageWriter(4096);
        out.mapHeader(6 + (version >= 3 ? 1 : 0) + (version >= 5 ? 1 : 0));
        out.string("entries");
        out.arrayHeader(rows);
        for (int row = 0; row < rows; row++) {
            entry(out, version, row);
        }
        out.string("unheard_of");
        out.arrayHeader(1);
        out.nil();
        for (String name : List.of("watermark_segment_id", "watermark_offset", "global_sequence")) {
            out.string(name);
            out.unsigned(name.equals("watermark_offset") ? 5000 : name.equals("global_sequence") ? 9 : 1);
        }
        if (version >= 3) {
            out.string("routing");
            routing(out);
        }
        if (version >= 5) {
            out.string("reserved_kind_fallbacks");
            fallbacks(out);
        }
        out.string("interner_strings");
        names(out);
        return envelope("FBATCK", version, out.toByteArray());
    }

    private static void names(MessageWriter out) {
        out.arrayHeader(3);
        out.string("");
        out.string("order:1");
        out.string("shop");
    }

    private static void routing(MessageWriter out) {
        out.mapHeader(4);
        for (String name : List.of("entry_count", "chunk_count")) {
            out.string(name);
            out.unsigned(1);
        }
        for (String name : List.of("chunks", "entity_runs")) {
            out.string(name);
            out.arrayHeader(0);
        }
    }

    private static void fallbacks(MessageWriter out) {
        out.mapHeader(4);
        out.string("system");
        out.unsigned(3);
        out.string("effect");
        out.unsigned(0);
        out.string("system_histogram");
        out.mapHeader(1);
        out.unsigned(0x0ABC);
        out.unsigned(3);
        out.string("effect_histogram");
        out.mapHeader(0);
    }

    private static void entry(MessageWriter out, int version, int row) {
        out.mapHeader(14 + (version >= 4 ? 2 : 0) + (version >= 6 ? 1 : 0));
        out.string("event_id");
        out.id(0, 100 + row);
        out.string("correlation_id");
        out.id(0, 200 + row);
        out.string("causation_id");
        if (row == 0) {
            out.nil();
        } else {
            out.id(0, 300);
        }
        number(out, "entity_id", 1);
        number(out, "scope_id", 2);
        number(out, "kind", 0xF001);
        number(out, "wall_ms", 1_700_000_000_000L);
        number(out, "clock", row);
        if (version >= 4) {
            number(out, "dag_lane", 5);
            number(out, "dag_depth", 3);
        }
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) 0xE1);
        for (String name : List.of("prev_hash", "event_hash")) {
            out.string(name);
            out.intArray(hash, 0, 32);
        }
        number(out, "segment_id", 1);
        number(out, "offset", 100 + 300L * row);
        number(out, "length", 300);
        number(out, "global_sequence", 7 + row);
        if (version >= 6) {
            out.string("receipt_extensions");
            out.mapHeader(1);
            out.string("app.x");
            out.intArray(new byte[] {1}, 0, 1);
        }
    }

    private static void number(MessageWriter out, String name, long value) {
        out.string(name);
        out.unsigned(value);
    }

    private static byte[] mmapIndex(int version, int rows) {
        MessageWriter names = new MessageWriter(64);
        names(names);
        MessageWriter summary = new MessageWriter(256);
        if (version >= 2) {
            summary.mapHeader(version >= 4 ? 2 : 1);
            summary.string("routing");
            routing(summary);
            if (version >= 4) {
                summary.string("reserved_kind_fallbacks");
                fallbacks(summary);
            }
        }
        ByteBuffer body = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(1).putLong(5000).putLong(9).putInt(3).putLong(rows).putLong(names.length());
        if (version >= 2) {
            body.putLong(summary.length());
        }
        body.put(names.toByteArray()).put(summary.toByteArray());
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) 0xE1);
        for (int row = 0; row < rows; row++) {
            body.putLong(100 + row).putLong(0).putInt(1).putInt(2).putShort((short) 0xF001);
            body.putLong(1_700_000_000_000L).putInt(row);
            if (version >= 3) {
                body.putInt(5).putInt(3);
            }
            body.put(hash)
                    .put(hash)
                    .putLong(1)
                    .putLong(100 + 300L * row)
                    .putInt(300)
                    .putLong(7 + row);
            body.putLong(200 + row).putLong(0).putLong(row == 0 ? 0 : 300).putLong(0);
        }
        return envelope("FBATIX", version, Arrays.copyOf(body.array(), body.position()));
    }
}
