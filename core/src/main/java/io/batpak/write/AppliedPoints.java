package io.batpak.write;

import io.batpak.model.HlcPoint;
import io.batpak.model.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// How far each of those has come who say what they have applied: the applied mark is where the slowest of them is.
/// Guarded by the monitor of [Watermarks].
final class AppliedPoints {
    private final LanePoints store;
    private final LongFunction<LanePoints> lanes;
    private final List<Member> members = new ArrayList<>();

    /// @param lanes the points of each lane
    AppliedPoints(LanePoints store, LongFunction<LanePoints> lanes) {
        this.store = store;
        this.lanes = lanes;
    }

    /// One who says what it has applied. Begins where the mark is, so that to join never moves it.
    static final class Member {
        private HlcPoint point;
        private final Map<Long, HlcPoint> onLanes = new HashMap<>();

        private Member(HlcPoint point) {
            this.point = point;
        }
    }

    Member join() {
        Member member = new Member(store.at(Mark.APPLIED).copy());
        members.add(member);
        return member;
    }

    /// One has applied an event, and all before it on that lane.
    void applied(Member member, long lane, HlcPoint point) {
        if (!members.contains(member)) {
            return;
        }
        HlcPoint onLane = member.onLanes.get(lane);
        if (onLane == null || onLane.sequence() < point.sequence()) {
            member.onLanes.put(lane, point);
            setOnLane(lane);
        }
        if (member.point.sequence() <= point.sequence()) {
            member.point = point;
            store.at(Mark.APPLIED).set(slowest());
        }
    }

    /// Whoever leaves holds the mark back no more; with nobody left it stays where it is.
    void leave(Member member) {
        if (members.remove(member) && !members.isEmpty()) {
            store.at(Mark.APPLIED).set(slowest());
            member.onLanes.keySet().forEach(this::setOnLane);
        }
    }

    private HlcPoint slowest() {
        HlcPoint slowest = members.getFirst().point;
        for (Member member : members) {
            slowest = member.point.sequence() < slowest.sequence() ? member.point : slowest;
        }
        return slowest;
    }

    /// Where the slowest is of those who have applied something on the lane.
    private void setOnLane(long lane) {
        HlcPoint slowest = null;
        for (Member member : members) {
            HlcPoint own = member.onLanes.get(lane);
            if (own != null && (slowest == null || own.sequence() < slowest.sequence())) {
                slowest = own;
            }
        }
        if (slowest != null) {
            lanes.apply(lane).at(Mark.APPLIED).set(slowest);
        }
    }
}
