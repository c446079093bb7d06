package io.batpak.format;

/// A segment that an index run covers, with what tells whether the file on disk is still that segment.
///
/// @param id its number
/// @param fileLength length of the file, bytes
/// @param createdNanos when the preamble says that it was created, nanoseconds since 1970
/// @param tailCrc CRC-32 of the last [#TAIL_BYTES] bytes of the file, of all if it is shorter
/// @param framesEnd offset where the frames end
/// @param footerProven whether a footer stands behind the frames and proved itself
/// @param footerCrc the checksum the footer carries; 0 without one
/// @param rows how many rows of the run lie in it, possibly none
public record RunSegment(
        long id,
        long fileLength,
        long createdNanos,
        int tailCrc,
        long framesEnd,
        boolean footerProven,
        int footerCrc,
        int rows) {

    /// How much of a file `tailCrc` covers.
    public static final int TAIL_BYTES = 4096;

    /// Whether a file has the length, the time of creation and the end of this segment.
    public boolean matches(long length, long created, int endCrc) {
        return fileLength == length && createdNanos == created && tailCrc == endCrc;
    }
}
