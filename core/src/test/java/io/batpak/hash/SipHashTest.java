package io.batpak.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// SipHash against answers that others have published, all with the key 0.
///
/// Tier: unit.
class SipHashTest {
    @Test
    void theEmptyStringHasTheWellKnownHashes() {
        assertThat(SipHash.sip24(new byte[0])).isEqualTo(0x1e92_4b9d_7377_00d7L);
        assertThat(SipHash.sip13(new byte[0])).isEqualTo(0xd1fb_a762_150c_532cL);
    }

    @Test
    void everyLengthAndByteCounts() {
        long before = 0;
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            long hash = SipHash.sip13(bytes);
            assertThat(hash).isNotEqualTo(before);
            before = hash;
            for (int at = 0; at < length; at++) {
                byte[] changed = bytes.clone();
                changed[at] = (byte) 0x80;
                assertThat(SipHash.sip13(changed)).isNotEqualTo(hash);
            }
        }
    }
}
