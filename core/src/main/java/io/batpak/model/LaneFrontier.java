package io.batpak.model;

/// How far one lane has come, at one moment.
///
/// @param lane the lane, 0..4294967295
/// @param accepted highest point taken over
/// @param written highest point handed to the operating system
/// @param durable highest point covered by a sync
/// @param visible highest point seen by queries
/// @param applied highest point every projection has taken in
/// @param emitted highest point offered to subscribers
public record LaneFrontier(
        long lane,
        HlcPoint accepted,
        HlcPoint written,
        HlcPoint durable,
        HlcPoint visible,
        HlcPoint applied,
        HlcPoint emitted) {
    /// @throws InvalidArgumentException if the lane is out of its range
    public LaneFrontier {
        Ranges.u32("lane", lane);
    }

    /// The point that has reached this mark.
    public HlcPoint at(Mark mark) {
        return switch (mark) {
            case ACCEPTED -> accepted;
            case WRITTEN -> written;
            case DURABLE -> durable;
            case VISIBLE -> visible;
            case APPLIED -> applied;
            case EMITTED -> emitted;
        };
    }
}
