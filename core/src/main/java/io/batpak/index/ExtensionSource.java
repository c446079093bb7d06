package io.batpak.index;

import io.batpak.fs.Retirable;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;

/// Reads the receipt extensions of one event from its frame; asked at most a few times per event, on first
/// need.
///
/// Called by reading threads, several at once. A failure is the implementation's own exception, reaches the
/// caller of [io.batpak.model.Entry#extensions()] and is not remembered: the next caller asks again.
@FunctionalInterface
public interface ExtensionSource {
    /// The extensions stored in the frame at `position`, [Extensions#none()] when it stores none.
    Extensions read(FramePosition position);

    /// The same for a frame whose segment may have lost its name to another file.
    ///
    /// @param segment the file that the position is about
    default Extensions read(FramePosition position, Retirable segment) {
        return read(position);
    }
}
