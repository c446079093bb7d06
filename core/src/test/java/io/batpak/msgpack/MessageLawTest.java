package io.batpak.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import io.batpak.testing.Laws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.quicktheories.core.Gen;

/// Laws: what we write is byte for byte what msgpack-core writes and reads back the same; what msgpack-core
/// writes we read; reading and skipping end at the same byte.
///
/// Covers: A6, E34.
/// Tier: law.
class MessageLawTest {
    @FunctionalInterface
    private interface Pack {
        void to(MessageBufferPacker packer) throws IOException;
    }

    private static byte[] oracle(Pack pack) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            pack.to(packer);
            return packer.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("packing to memory", impossible);
        }
    }

    private static byte[] ours(Consumer<MessageWriter> writes) {
        MessageWriter writer = new MessageWriter(0);
        writes.accept(writer);
        return writer.toByteArray();
    }

    private static boolean skipsWhole(byte[] message) {
        MessageReader reader = new MessageReader(message);
        reader.skipValue();
        return reader.remaining() == 0;
    }

    /// Longs of every magnitude, not only large ones.
    private static Gen<Long> magnitudes() {
        return longs().all().zip(integers().between(0, 63), (bits, shift) -> bits >> shift);
    }

    @Test
    void integersAreWrittenAsTheOracleDoesAndReadBack() {
        Laws.qt(20_000).forAll(magnitudes()).checkAssert(value -> {
            byte[] message = ours(writer -> writer.signed(value));
            assertThat(message).isEqualTo(oracle(packer -> packer.packLong(value)));
            assertThat(new MessageReader(message).signed()).isEqualTo(value);
            assertThat(skipsWhole(message)).isTrue();
        });
    }

    @Test
    void unsignedIntegersReadBack() {
        Laws.qt(20_000).forAll(magnitudes()).checkAssert(bits -> {
            byte[] message = ours(writer -> writer.unsigned(bits));
            assertThat(message)
                    .isEqualTo(oracle(packer -> packer.packBigInteger(new BigInteger(Long.toUnsignedString(bits)))));
            assertThat(new MessageReader(message).unsigned(bits)).isEqualTo(bits);
            assertThat(new MessageReader(message).isAboveSigned()).isEqualTo(bits < 0);
        });
    }

    @Test
    void textIsWrittenAsTheOracleDoesAndReadBack() {
        Laws.qt(5_000)
                .forAll(
                        strings().allPossible().ofLengthBetween(0, 300),
                        strings().ascii().ofLengthBetween(0, 300))
                .checkAssert((any, ascii) -> {
                    for (String text : new String[] {any, ascii, ascii + any}) {
                        if (hasUnpairedSurrogate(text)) {
                            continue;
                        }
                        byte[] message = ours(writer -> writer.string(text));
                        assertThat(message).isEqualTo(oracle(packer -> packer.packString(text)));
                        assertThat(new MessageReader(message).string()).isEqualTo(text);
                        assertThat(skipsWhole(message)).isTrue();
                    }
                });
    }

    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    @Test
    void floatsKeepTheirBits() {
        Laws.qt(5_000).forAll(longs().all()).checkAssert(bits -> {
            double value = Double.longBitsToDouble(bits);
            byte[] message = ours(writer -> writer.float64(value));
            assertThat(Double.doubleToLongBits(new MessageReader(message).real()))
                    .isEqualTo(Double.doubleToLongBits(value));
            float narrow = Float.intBitsToFloat(bits.intValue());
            if (!Float.isNaN(narrow)) {
                byte[] narrowMessage = ours(writer -> writer.float32(narrow));
                assertThat(narrowMessage).isEqualTo(oracle(packer -> packer.packFloat(narrow)));
                assertThat(new MessageReader(narrowMessage).real()).isEqualTo(narrow);
            }
        });
    }

    @Test
    void bytesAsIntegerArraysAreWrittenAsTheOracleDoesAndReadBack() {
        Laws.qt(3_000)
                .forAll(integers().between(0, 700), longs().all(), integers().between(0, 255))
                .checkAssert((length, seed, mask) -> {
                    byte[] value = new byte[length];
                    new Random(seed).nextBytes(value);
                    for (int i = 0; i < length; i++) {
                        value[i] &= (byte) (int) mask;
                    }
                    byte[] message = ours(writer -> writer.intArray(value, 0, length));
                    assertThat(message).isEqualTo(oracle(packer -> {
                        packer.packArrayHeader(length);
                        for (byte element : value) {
                            packer.packInt(element & 0xFF);
                        }
                    }));
                    assertThat(new MessageReader(message).intArray()).isEqualTo(value);
                    MessageReader skipping = new MessageReader(message);
                    assertThat(skipping.skipIntArray()).isEqualTo(length);
                    assertThat(skipping.remaining()).isZero();
                    assertThat(skipsWhole(message)).isTrue();
                });
    }

    @Test
    void treesOfTheOracleAreSkippedAndOursAreReadByTheOracle() {
        Laws.qt(2_000).forAll(longs().all()).checkAssert(seed -> {
            MessageWriter writer = new MessageWriter(0);
            byte[] packed = oracle(packer -> value(new Random(seed), packer, 0));
            value(new Random(seed), writer, 0);
            assertThat(writer.toByteArray()).isEqualTo(packed);
            assertThat(skipsWhole(packed)).isTrue();
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(writer.toByteArray())) {
                unpacker.skipValue();
                assertThat(unpacker.getTotalReadBytes()).isEqualTo(writer.length());
            } catch (IOException impossible) {
                throw new UncheckedIOException("unpacking from memory", impossible);
            }
        });
    }

    private static void value(Random random, MessageBufferPacker packer, int depth) throws IOException {
        int kind = random.nextInt(depth < 5 ? 7 : 5);
        switch (kind) {
            case 0 -> packer.packNil();
            case 1 -> packer.packBoolean(random.nextBoolean());
            case 2 -> packer.packLong(random.nextLong() >> random.nextInt(64));
            case 3 -> packer.packString("x".repeat(random.nextInt(40)));
            case 4 -> packer.packDouble(random.nextDouble());
            default -> {
                int count = random.nextInt(20);
                if (kind == 5) {
                    packer.packArrayHeader(count);
                } else {
                    packer.packMapHeader(count);
                }
                for (int i = 0; i < (kind == 5 ? count : 2 * count); i++) {
                    value(random, packer, depth + 2);
                }
            }
        }
    }

    private static void value(Random random, MessageWriter writer, int depth) {
        int kind = random.nextInt(depth < 5 ? 7 : 5);
        switch (kind) {
            case 0 -> writer.nil();
            case 1 -> writer.bool(random.nextBoolean());
            case 2 -> writer.signed(random.nextLong() >> random.nextInt(64));
            case 3 -> writer.string("x".repeat(random.nextInt(40)));
            case 4 -> writer.float64(random.nextDouble());
            default -> {
                int count = random.nextInt(20);
                if (kind == 5) {
                    writer.arrayHeader(count);
                } else {
                    writer.mapHeader(count);
                }
                for (int i = 0; i < (kind == 5 ? count : 2 * count); i++) {
                    value(random, writer, depth + 2);
                }
            }
        }
    }
}
