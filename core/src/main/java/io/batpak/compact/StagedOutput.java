package io.batpak.compact;

import io.batpak.model.Hash;

/// A segment that is durable under a name nobody reads. Its name in the directory is durable after a sync of the
/// directory.
///
/// @param id the segment it will be
/// @param stagedName the name it has
/// @param createdNanos when its preamble says that it was created, nanoseconds since 1970
/// @param rows number of events
/// @param framesEnd where the frames end and the footer begins
/// @param length length of the file
/// @param blake3 hash of the whole file
public record StagedOutput(
        long id, String stagedName, long createdNanos, int rows, long framesEnd, long length, Hash blake3) {}
