package io.batpak.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.longs;

import io.batpak.error.StoreErrorKind;
import io.batpak.format.Damage.Reason;
import io.batpak.model.Coordinate;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.msgpack.MessageWriter;
import io.batpak.testing.Laws;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `index.idemp`: bytes, the order of its checks, leniency of a reader, and lengths that lie.
///
/// Covers: C2, E34.
/// Tier: unit.
class IdempotencyTableTest {
    private static final int HASH_INTS = 32;

    private static IdempotencyRow row(Random random) {
        EventId id = new EventId(random.nextLong(), random.nextLong());
        Extensions extensions = Extensions.none();
        for (int i = random.nextInt(3); i > 0; i--) {
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            extensions = extensions.with("app.n" + random.nextInt(9), value);
        }
        long sequence = random.nextLong() >>> random.nextInt(64);
        return new IdempotencyRow(
                IdempotencyKey.of(id),
                id,
                sequence,
                new FramePosition(random.nextInt(9), random.nextLong() >>> random.nextInt(64), random.nextInt()),
                Hash.of(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()),
                random.nextBoolean() ? Hash.ZERO : Hash.of(1, 2, 3, random.nextLong()),
                Coordinate.of("order:" + random.nextInt(4), "é".repeat(1 + random.nextInt(40))),
                EventKind.ofRaw(random.nextInt(0x1_0000)),
                sequence,
                random.nextBoolean(),
                extensions);
    }

    private static List<IdempotencyRow> rows(long seed, int count) {
        Random random = new Random(seed);
        List<IdempotencyRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(random));
        }
        return rows;
    }

    private static byte[] encoded(List<IdempotencyRow> rows) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[][] envelope = new byte[1][];
        IdempotencyTable.encode(rows, (bytes, from, length, at) -> {
            if (at == 0) {
                envelope[0] = Arrays.copyOfRange(bytes, from, from + length);
            } else {
                assertThat(at).isEqualTo(IdempotencyTable.ENVELOPE_BYTES + body.size());
                body.write(bytes, from, length);
            }
        });
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(envelope[0]);
        file.writeBytes(body.toByteArray());
        return file.toByteArray();
    }

    private static byte[] file(int version, byte[] body) {
        byte[] file = new byte[IdempotencyTable.ENVELOPE_BYTES + body.length];
        System.arraycopy("FBATID".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, file, 0, 6);
        System.arraycopy(body, 0, file, IdempotencyTable.BODY_AT, body.length);
        SidxLayout.putU16(file, IdempotencyTable.VERSION_AT, version);
        CRC32 crc = new CRC32();
        crc.update(body);
        SidxLayout.putU32(file, IdempotencyTable.CRC_AT, crc.getValue());
        return file;
    }

    private static List<IdempotencyRow> decoded(byte[] file) {
        return switch (IdempotencyTable.decode(file)) {
            case Decoded.Ok<List<IdempotencyRow>>(List<IdempotencyRow> rows) -> rows;
            case Decoded.Damaged<List<IdempotencyRow>>(Damage damage) -> throw new AssertionError(damage);
        };
    }

    private static String outcome(byte[] file) {
        return switch (IdempotencyTable.decode(file)) {
            case Decoded.Ok<List<IdempotencyRow>>(List<IdempotencyRow> rows) -> rows.size() + " rows";
            case Decoded.Damaged<List<IdempotencyRow>>(Damage damage) ->
                damage.reason().name();
        };
    }

    /// A row by position, with the hashes as `bin`: everything the format allows and nobody writes.
    private static MessageWriter positional(MessageWriter out, long key, boolean whole) {
        out.arrayHeader(whole ? 14 : 13);
        out.unsigned(key);
        out.id(0, key);
        out.unsigned(7);
        out.unsigned(1);
        out.unsigned(57);
        out.unsigned(0xFFFF_FFFFL);
        out.binary(new byte[HASH_INTS], 0, HASH_INTS);
        out.binary(new byte[HASH_INTS], 0, HASH_INTS);
        out.string("e");
        out.string("s");
        out.unsigned(0xF001);
        out.unsigned(7);
        out.bool(true);
        if (whole) {
            out.mapHeader(0);
        }
        return out;
    }

    @Test
    void everyStoredFileIsWrittenAgainByteForByte() {
        for (Path path : GoldenBytes.files("index.idemp")) {
            byte[] file = GoldenBytes.bytes(path);
            assertThat(encoded(decoded(file))).as(path.toString()).isEqualTo(file);
        }
    }

    @Test
    void anEmptyFileIsTheVectorOfTheSpecification() {
        byte[] file = HexFormat.of().parseHex("4642415449440100c97c0d2290");
        assertThat(encoded(List.of())).isEqualTo(file);
        assertThat(decoded(file)).isEmpty();
        assertThat(IdempotencyTable.version(ByteSource.of(file))).isEqualTo(1);
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        Laws.qt(200).forAll(longs().all()).checkAssert(seed -> {
            List<IdempotencyRow> rows = rows(seed, new Random(seed).nextInt(40));
            byte[] file = encoded(rows);
            assertThat(decoded(file)).isEqualTo(rows);
        });
    }

    @Test
    void aFileOfManyWindowsIsWrittenAndReadPieceByPiece() {
        List<IdempotencyRow> rows = rows(7, 3000);
        IdempotencyRow first = rows.getFirst();
        Extensions wide = Extensions.none().with("app.wide", new byte[300_000]);
        rows.set(
                1500,
                new IdempotencyRow(
                        first.key(),
                        EventId.of(first.key()),
                        1,
                        first.position(),
                        first.contentHash(),
                        first.previousHash(),
                        first.at(),
                        first.kind(),
                        1,
                        false,
                        wide));
        rows.removeFirst();
        byte[] file = encoded(rows);
        assertThat(file.length).isGreaterThan(10 * (1 << 16));
        assertThat(decoded(file)).isEqualTo(rows);
    }

    @Test
    void ofTwoRowsWithOneKeyTheLastCounts() {
        List<IdempotencyRow> rows = rows(3, 3);
        IdempotencyRow again = rows.get(0).asEvicted();
        assertThat(decoded(encoded(List.of(rows.get(0), rows.get(1), again, rows.get(2)))))
                .containsExactly(again, rows.get(1), rows.get(2));
    }

    @Test
    void rowsByPositionPlainNumbersAndBinAreRead() {
        MessageWriter body = new MessageWriter(500);
        body.arrayHeader(1);
        IdempotencyRow row =
                decoded(file(1, positional(body, 5, true).toByteArray())).getFirst();
        assertThat(row.key()).isEqualTo(new IdempotencyKey(0, 5));
        assertThat(Integer.toUnsignedLong(row.position().length())).isEqualTo(0xFFFF_FFFFL);
        assertThat(row.evicted()).isTrue();
        body.reset();
        body.arrayHeader(1);
        assertThat(outcome(file(1, positional(body, 5, false).toByteArray()))).isEqualTo("IDEMPOTENCY_UNDECODABLE");
    }

    @Test
    void anOlderRowWithoutTheEvictedFlagIsNotEvicted() {
        List<IdempotencyRow> rows = rows(11, 1);
        byte[] file = encoded(List.of(rows.getFirst().asEvicted()));
        byte[] name = "event_evicted".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int at = IdempotencyTable.BODY_AT; at < file.length; at++) {
            if (Arrays.equals(file, at + 1, Math.min(file.length, at + 1 + name.length), name, 0, name.length)) {
                at += 1 + name.length; // and its value, which the loop passes over
            } else {
                body.write(file[at]);
            }
        }
        byte[] shorter = body.toByteArray();
        shorter[1]--; // one field less
        assertThat(decoded(file(1, shorter)).getFirst().evicted()).isFalse();
    }

    @Test
    void aRowThatNoJournalCouldHoldIsDamage() {
        IdempotencyRow row = rows(1, 1).getFirst();
        byte[] file = encoded(List.of(row));
        String hex = HexFormat.of().formatHex(file, IdempotencyTable.BODY_AT, file.length);
        String slash = hex.replace("6f726465723a", "6f726465722f");
        assertThat(slash).isNotEqualTo(hex);
        assertThat(outcome(file(1, HexFormat.of().parseHex(slash)))).isEqualTo("IDEMPOTENCY_UNDECODABLE");
        String doubled = hex.replaceFirst("898e|918e", "918f") + "a36b657900";
        assertThat(outcome(file(1, HexFormat.of().parseHex(doubled)))).isEqualTo("IDEMPOTENCY_UNDECODABLE");
        String unknown = hex.replaceFirst("918e", "918f") + "a36b657ac0";
        assertThat(decoded(file(1, HexFormat.of().parseHex(unknown)))).containsExactly(row);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 90, 0 rows",
        "1, 90ff, 0 rows",
        "1, dc0000, 0 rows",
        "1, dd00000000, 0 rows",
        "1, '', IDEMPOTENCY_UNDECODABLE",
        "1, 80, IDEMPOTENCY_UNDECODABLE",
        "1, c0, IDEMPOTENCY_UNDECODABLE",
        "1, 9190, IDEMPOTENCY_UNDECODABLE",
        "1, 9180, IDEMPOTENCY_UNDECODABLE",
        "1, 91, IDEMPOTENCY_UNDECODABLE",
        "1, dc, IDEMPOTENCY_UNDECODABLE",
        "1, dd000000, IDEMPOTENCY_UNDECODABLE",
        "0, 90, IDEMPOTENCY_TOO_OLD",
        "2, 90, IDEMPOTENCY_TOO_NEW",
        "65535, 90, IDEMPOTENCY_TOO_NEW",
    })
    void bodiesAreReadOrRefused(int version, String body, String expected) {
        assertThat(outcome(file(version, HexFormat.of().parseHex(body)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddffffffff",
                "dd7fffffff01",
                "dcffff01",
                "9f01",
                "91dfffffffff",
                "91ddffffffff",
                "9181ddffffffff",
                "9181a37a7a7adbffffffff",
                "9181a37a7a7ac6ffffffff",
                "9181a37a7a7ac9ffffffff01",
                "9181a6656e74697479dbffffffff",
                "9181b2726563656970745f657874656e73696f6e73dfffffffff",
                "9181ac636f6e74656e745f68617368dcffff",
                "9181a36b6579c4ff",
            })
    void aLengthThatLiesIsDamage(String body) {
        assertThat(outcome(file(1, HexFormat.of().parseHex(body)))).isEqualTo("IDEMPOTENCY_UNDECODABLE");
        byte[] padded = Arrays.copyOf(HexFormat.of().parseHex(body), 1 << 18);
        assertThat(outcome(file(1, padded))).isEqualTo("IDEMPOTENCY_UNDECODABLE");
    }

    @Test
    void nestingWithoutEndIsDamage() {
        byte[] body = new byte[1_000_000];
        Arrays.fill(body, (byte) 0x91);
        assertThat(outcome(file(1, body))).isEqualTo("IDEMPOTENCY_UNDECODABLE");
        byte[] inUnknownField = HexFormat.of().parseHex("9181a37a7a7a");
        System.arraycopy(inUnknownField, 0, body, 0, inUnknownField.length);
        assertThat(outcome(file(1, body))).isEqualTo("IDEMPOTENCY_UNDECODABLE");
    }

    @Test
    void checksComeInADocumentedOrder() {
        byte[] file = file(1, new byte[] {(byte) 0x80});
        assertThat(outcome(new byte[11])).isEqualTo("IDEMPOTENCY_SHORT");
        assertThat(outcome(new byte[12])).isEqualTo("IDEMPOTENCY_MAGIC");
        file[IdempotencyTable.CRC_AT]++;
        assertThat(outcome(file)).isEqualTo("IDEMPOTENCY_CRC");
        file[IdempotencyTable.VERSION_AT] = 0;
        assertThat(outcome(file)).isEqualTo("IDEMPOTENCY_TOO_OLD");
        file[IdempotencyTable.VERSION_AT] = 3;
        assertThat(outcome(file)).isEqualTo("IDEMPOTENCY_TOO_NEW");
        file[0] = 0;
        assertThat(outcome(file)).isEqualTo("IDEMPOTENCY_MAGIC");
        assertThat(Reason.IDEMPOTENCY_TOO_NEW.kind()).isEqualTo(StoreErrorKind.IDEMPOTENCY_FUTURE_VERSION);
    }

    @Test
    void everyCutAndEveryFlippedBitIsSeen() {
        byte[] file = encoded(rows(5, 2));
        for (int length = 0; length < file.length; length++) {
            assertThat(outcome(Arrays.copyOf(file, length))).startsWith("IDEMPOTENCY_");
        }
        for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
            byte[] changed = file.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThat(outcome(changed)).as("bit %d", bit).startsWith("IDEMPOTENCY_");
        }
    }
}
