package io.batpak.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// BLAKE3-256: published vectors, agreement with BouncyCastle at every length, and the choice between the two.
///
/// Covers: E34.
/// Tier: unit.
class Blake3Test {
    private static final HexFormat HEX = HexFormat.of();

    private final Hash256 scalar = new ScalarBlake3();
    private final Hash256 reference = new BouncyCastleBlake3();

    @ParameterizedTest
    @CsvSource({
        "0, af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
        "1, 2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
        "1023, 10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11",
        "1024, 42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
        "1025, d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
        "2048, e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a"
    })
    void publishedVectorsOfTheByteSequenceModulo251(int length, String expected) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) (i % 251);
        }

        assertThat(HEX.formatHex(scalar.digest(input))).isEqualTo(expected);
        assertThat(HEX.formatHex(reference.digest(input))).isEqualTo(expected);
    }

    @Test
    void payloadOfTheGoldenCheckpointSegment() {
        byte[] payload = HEX.parseHex("81a766697874757265ad636865636b706f696e742d7635");

        assertThat(HEX.formatHex(Hash256.blake3().digest(payload)))
                .isEqualTo("0a7ddac648f62a92dcb96fd21f89d27d852a75222cc042af46285cfa50a658b1");
    }

    @Test
    void agreesWithBouncyCastleAtEveryLengthUpTo4096() {
        byte[] input = randomBytes(4096 + 3, 1);
        byte[] expected = new byte[Hash256.BYTES];
        byte[] actual = new byte[Hash256.BYTES];
        for (int length = 0; length <= 4096; length++) {
            reference.digest(input, 3, length, expected, 0);
            scalar.digest(input, 3, length, actual, 0);
            assertThat(actual).as("length " + length).isEqualTo(expected);
        }
    }

    @Test
    void agreesWithBouncyCastleAroundEverySubtreeBorderUpTo64Chunks() {
        for (int chunks = 5; chunks <= 64; chunks++) {
            for (int around = -1; around <= 1; around++) {
                assertAgreement(chunks * 1024 + around, chunks);
            }
        }
    }

    @Test
    void agreesWithBouncyCastleOnLargeInputs() {
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            assertAgreement(random.nextInt(1 << 20), i);
        }
        assertAgreement(1 << 20, 20);
        assertAgreement((1 << 20) - 1, 21);
    }

    private void assertAgreement(int length, long seed) {
        byte[] input = randomBytes(length, seed);
        assertThat(scalar.digest(input)).as("length " + length).isEqualTo(reference.digest(input));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 17, 64, 900, 1024, 1025, 5000})
    void writesOnlyItsThirtyTwoBytesAndReadsOnlyItsRange(int length) {
        byte[] around = randomBytes(length + 20, 3);
        byte[] alone = new byte[length];
        System.arraycopy(around, 9, alone, 0, length);
        byte[] output = new byte[60];

        scalar.digest(around, 9, length, output, 11);

        byte[] expected = new byte[60];
        System.arraycopy(scalar.digest(alone), 0, expected, 11, Hash256.BYTES);
        assertThat(output).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1024, 3000})
    void inputAndOutputMayOverlap(int length) {
        byte[] both = randomBytes(length, 4);
        byte[] expected = scalar.digest(both);

        scalar.digest(both, 0, length, both, 16);

        assertThat(Arrays.copyOfRange(both, 16, 48)).isEqualTo(expected);
    }

    @Test
    void rangesOutsideTheArraysAreRefused() {
        byte[] small = new byte[40];
        byte[] output = new byte[Hash256.BYTES];
        for (Hash256 hash : new Hash256[] {scalar, reference}) {
            assertThatThrownBy(() -> hash.digest(small, 1, 40, output, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> hash.digest(small, -1, 4, output, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> hash.digest(small, 0, -1, output, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> hash.digest(small, 0, 4, output, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(output).containsOnly(0);
    }

    @Test
    void theScalarVersionIsChosenBecauseItAgrees() {
        assertThat(Hash256.blake3()).isInstanceOf(ScalarBlake3.class);
        assertThat(Blake3.select(scalar, reference)).isSameAs(scalar);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65, 1024, 1025, 3073})
    void aCandidateThatIsWrongAtOneCheckedLengthIsNotChosen(int wrongLength) {
        Hash256 faulty = (input, offset, length, output, outputOffset) -> {
            scalar.digest(input, offset, length, output, outputOffset);
            if (length == wrongLength) {
                output[outputOffset + 31] ^= 1;
            }
        };

        assertThat(Blake3.select(faulty, reference)).isSameAs(reference);
    }

    @Test
    void manyThreadsShareOneInstance() throws InterruptedException, ExecutionException {
        byte[] input = randomBytes(3000, 5);
        byte[][] expected = IntStream.rangeClosed(0, input.length)
                .mapToObj(length -> digestOf(reference, input, length))
                .toArray(byte[][]::new);
        Callable<Boolean> allLengths = () -> IntStream.rangeClosed(0, input.length)
                .allMatch(length -> Arrays.equals(expected[length], digestOf(scalar, input, length)));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (var answer : threads.invokeAll(Collections.nCopies(4, allLengths))) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    private static byte[] digestOf(Hash256 hash, byte[] input, int length) {
        byte[] output = new byte[Hash256.BYTES];
        hash.digest(input, 0, length, output, 0);
        return output;
    }

    private static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void crc32IsThatOfZlib() {
        byte[] check = "x123456789y".getBytes(StandardCharsets.US_ASCII);

        assertThat(Checksum32.crc32().of(check, 1, 9)).isEqualTo(0xCBF43926);
        assertThat(Checksum32.crc32().of(check, 4, 0)).isZero();
        assertThatThrownBy(() -> Checksum32.crc32().of(check, 3, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
