package io.batpak.segment;

/// How the frames of a segment end, as far as its bytes can tell.
public enum Tail {
    /// The last frame ends where the frames should end: at the footer or at the end of the file.
    CLEAN,
    /// One to seven bytes follow the last frame: less than a frame head.
    STUB,
    /// A frame head promises more bytes than the file holds, and no whole frame follows.
    INCOMPLETE,
    /// Only zero bytes follow the last frame.
    ZEROS,
    /// Zeros fill a sector from the border of the last whole frame on, or all of a sector inside the frame behind it,
    /// and other bytes follow: writes that no sync has covered reach the disk in any order.
    LOST_SECTOR,
    /// The file holds less than its preamble.
    NO_PREAMBLE,
    /// A frame is all there but its checksum is wrong.
    CHECKSUM,
    /// The length word of the last frame is wrong: its body is whole and matches the checksum.
    LENGTH_WORD,
    /// An empty frame with more than zeros behind it.
    EMPTY_FRAME,
    /// Something unreadable is followed by a whole frame.
    HOLE,
    /// A damaged footer names events behind the last whole frame.
    FRAMES_MISSING,
    /// A damaged footer that no frame bears out.
    UNPROVABLE
}
