package io.batpak.model;

/// What an append gives back: the event is visible and has reached the operating system.
///
/// @param eventId the event's id
/// @param sequence its place in commit order; never changes
/// @param clock its index in (entity, lane), 0..4294967295
/// @param contentHash BLAKE3 of the stored payload bytes
/// @param extensions the receipt extensions
/// @param position where the frame was written; compaction may move it later
public record Receipt(
        EventId eventId, long sequence, long clock, Hash contentHash, Extensions extensions, FramePosition position) {
    /// @throws InvalidArgumentException if the clock is out of its range
    public Receipt {
        Ranges.u32("clock", clock);
    }
}
