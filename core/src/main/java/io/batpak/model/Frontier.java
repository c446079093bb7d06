package io.batpak.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How far a store has come: one point for each [Mark], taken together at one moment.
///
/// @param accepted highest point taken over
/// @param written highest point handed to the operating system
/// @param durable highest point covered by a sync
/// @param visible highest point seen by queries
/// @param applied highest point every projection has taken in
/// @param emitted highest point offered to subscribers
/// @param oldestPendingWriteMillis how long ago the oldest write that no sync has covered was taken over, in
///     milliseconds; empty when everything is durable
/// @param lanes the same for every lane with events, lanes ascending
public record Frontier(
        HlcPoint accepted,
        HlcPoint written,
        HlcPoint durable,
        HlcPoint visible,
        HlcPoint applied,
        HlcPoint emitted,
        OptionalLong oldestPendingWriteMillis,
        List<LaneFrontier> lanes) {
    /// Nothing stored yet.
    public static final Frontier ORIGIN = new Frontier(
            HlcPoint.ORIGIN,
            HlcPoint.ORIGIN,
            HlcPoint.ORIGIN,
            HlcPoint.ORIGIN,
            HlcPoint.ORIGIN,
            HlcPoint.ORIGIN,
            OptionalLong.empty(),
            List.of());

    /// @throws InvalidArgumentException if the lanes are not strictly ascending
    public Frontier {
        lanes = List.copyOf(lanes);
        for (int index = 1; index < lanes.size(); index++) {
            if (lanes.get(index - 1).lane() >= lanes.get(index).lane()) {
                throw new InvalidArgumentException("lanes", lanes.get(index).lane(), "strictly ascending");
            }
        }
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

    /// The frontier of one lane; empty if the lane has no events.
    public Optional<LaneFrontier> lane(long lane) {
        return lanes.stream().filter(each -> each.lane() == lane).findFirst();
    }
}
