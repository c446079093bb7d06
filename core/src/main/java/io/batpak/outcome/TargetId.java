package io.batpak.outcome;

import java.util.HexFormat;

/// The 128-bit id of what a condition or an action is about: an event, a resource, somebody to be told. An event's
/// has the bits of its id in the journal.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record TargetId(long high, long low) {
    /// 32 lower-case hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
