package io.batpak.outcome;

import java.util.HexFormat;

/// What a waiting operation goes on with: 128 bits that mean something to whoever gave them out.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record ResumeToken(long high, long low) {
    /// 32 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
