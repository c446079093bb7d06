package io.batpak.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the newest entry of each lane, from the newest part back. Threads: one reader.
final class LaneEnds {
    private final IndexView view;
    private final Map<Integer, Integer> last = new HashMap<>();
    private final Map<Integer, Integer> lastVisible = new HashMap<>();

    LaneEnds(IndexView view) {
        this.view = view;
    }

    List<IndexView.LaneEnd> find() {
        Part[] all = view.parts.all;
        for (int place = all.length - 1; place >= 0; place--) {
            int end = view.endIn(all[place], place);
            for (int lane : end == 0 ? new int[0] : all[place].lanes()) {
                search(all[place], lane, end);
            }
        }
        List<IndexView.LaneEnd> ends = new ArrayList<>();
        last.forEach((lane, row) -> ends.add(
                new IndexView.LaneEnd(view.at(row), view.entry(lastVisible.getOrDefault(lane, Columns.NONE)))));
        return ends;
    }

    private void search(Part part, int lane, int end) {
        if (lastVisible.containsKey(lane)) {
            return;
        }
        RowList list = lane == 0 ? null : part.ofLane(lane);
        int from = (list == null ? end : list.countBelow(end)) - 1;
        for (int at = from; at >= 0; at--) {
            int row = list == null ? at : list.get(at);
            if (part.columns.lane(row) == lane) {
                last.putIfAbsent(lane, part.base + row);
                if (!view.hidden.hides(part.columns.sequence(row))) {
                    lastVisible.put(lane, part.base + row);
                    return;
                }
            }
        }
    }
}
