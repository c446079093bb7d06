package io.batpak.fuzz;

/// What is asked of a decoder, whatever the bytes are.
///
/// Threads: one at a time.
@FunctionalInterface
interface FuzzCheck {
    /// Returns if the decoder did what it should; a refusal of the bytes is such an answer.
    ///
    /// @param input chosen by the fuzzer; not changed
    /// @throws RuntimeException or an error, as the decoder throws it: a finding
    /// @throws FindingException if an answer contradicts another
    void check(byte[] input);
}
