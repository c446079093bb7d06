package io.batpak.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.error.EvidenceFormatException;
import io.batpak.model.Hash;
import io.batpak.testing.GoldenFiles;
import java.util.Arrays;
import java.util.function.Function;

/// Holds a body against the bytes of the reference.
final class GoldenBody {
    private GoldenBody() {}

    /// The same byte 32 times.
    static Hash filled(int value) {
        byte[] bytes = new byte[Hash.BYTES];
        Arrays.fill(bytes, (byte) value);
        return Hash.of(bytes);
    }

    /// The value has exactly these bytes and this hash; the bytes give the value; with any byte changed they are
    /// refused or have another hash; neither may they be shorter or longer.
    static <T extends EvidenceBody> void isGolden(String name, T value, Function<byte[], T> read, String bodyHash) {
        byte[] golden = GoldenFiles.hex("canonical/" + name + ".hex");
        assertThat(value.toBytes()).isEqualTo(golden);
        assertThat(read.apply(golden)).isEqualTo(value);
        assertThat(value.bodyHash()).hasToString(bodyHash);
        assertThat(value.toJson()).startsWith("{\"").endsWith("}");
        assertThat(EvidenceVerdict.of(golden, value.bodyHash(), read)).isEqualTo(new EvidenceVerdict.Sound());
        int refused = 0;
        for (int at = 0; at < golden.length; at++) {
            byte[] flipped = golden.clone();
            flipped[at] ^= 0x11;
            EvidenceVerdict verdict = EvidenceVerdict.of(flipped, value.bodyHash(), read);
            assertThat(verdict).as("byte %d", at).isNotEqualTo(new EvidenceVerdict.Sound());
            refused += verdict instanceof EvidenceVerdict.NotReadable ? 1 : 0;
        }
        assertThat(refused).isPositive();
        assertThatThrownBy(() -> read.apply(Arrays.copyOf(golden, golden.length + 1)))
                .isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> read.apply(Arrays.copyOf(golden, golden.length - 1)))
                .isInstanceOf(EvidenceFormatException.class);
    }
}
