package io.batpak.hash;

/// A hash function with a result of 32 bytes.
///
/// Safe for use by any number of threads at once. Pure computation: no I/O, nothing kept between calls.
public interface Hash256 {
    /// Length of a result in bytes.
    int BYTES = 32;

    /// Hashes `length` bytes of `input` from `offset` on and stores the 32 result bytes at `outputOffset`.
    ///
    /// Nothing but these 32 bytes of `output` changes; both arrays may be the same and may overlap.
    ///
    /// @throws IndexOutOfBoundsException if the input or the output range leaves its array
    void digest(byte[] input, int offset, int length, byte[] output, int outputOffset);

    /// Hashes the whole array; returns a new array of [#BYTES] bytes.
    default byte[] digest(byte[] input) {
        byte[] output = new byte[BYTES];
        digest(input, 0, input.length, output, 0);
        return output;
    }

    /// Unkeyed BLAKE3 with 32 bytes of output, the only hash of the store's files.
    static Hash256 blake3() {
        return Blake3.SELECTED;
    }
}
