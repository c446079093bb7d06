package io.batpak.compact;

import io.batpak.format.RunSegment;
import io.batpak.index.Index;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides which dropped events leave an empty tombstone behind.
///
/// Frames do not hold sequences. A segment that has to be read by its frames is numbered on from the highest
/// sequence below it; so an output keeps the highest sequence of its range, unless the segment right behind it has
/// a footer that tells its own, before the next step as well as after it.
final class Anchors {
    private final Survey survey;
    private final Verdicts verdicts;
    private final Map<Long, Integer> places = new HashMap<>();
    private final Map<Long, Step> stepOf = new HashMap<>();
    private final BitSet emptied = new BitSet();

    private Anchors(Survey survey, Verdicts verdicts, List<Step> steps) {
        this.survey = survey;
        this.verdicts = verdicts;
        for (int at = 0; at < survey.segments().size(); at++) {
            places.put(survey.segments().get(at).id(), at);
        }
        steps.forEach(step -> step.sources().forEach(source -> stepOf.put(source, step)));
    }

    /// The rows of the survey that are to be emptied instead of dropped.
    static BitSet of(Index index, Survey survey, Verdicts verdicts, List<Step> steps) {
        Anchors anchors = new Anchors(survey, verdicts, steps);
        List<Step> fromBehind = new ArrayList<>(steps);
        fromBehind.sort(Collections.reverseOrder((a, b) -> Long.compare(a.outputId(), b.outputId())));
        fromBehind.forEach(step -> anchors.decide(index, step));
        return anchors.emptied;
    }

    private void decide(Index index, Step step) {
        int last = lastRow(step);
        if (last >= 0 && verdicts.isDropped(last) && !isNumberedBehind(index, step)) {
            emptied.set(last);
        }
    }

    /// The row of the highest sequence among the sources, -1 if they hold no event.
    private int lastRow(Step step) {
        for (int i = step.sources().size() - 1; i >= 0; i--) {
            Survey.Found source = found(step.sources().get(i));
            if (source.rows() > 0) {
                return source.endRow() - 1;
            }
        }
        return -1;
    }

    private int placeOf(long id) {
        Integer place = places.get(id);
        if (place == null) {
            throw new IllegalArgumentException("segment " + id + " is not finished");
        }
        return place;
    }

    private Survey.Found found(long id) {
        return survey.segments().get(placeOf(id));
    }

    private boolean isNumberedBehind(Index index, Step step) {
        int behind = placeOf(step.sources().getLast()) + 1;
        if (behind >= survey.segments().size()) {
            return false;
        }
        Survey.Found next = survey.segments().get(behind);
        Step its = stepOf.get(next.id());
        return closesAtLastRow(index, survey, next) && (its == null || keepsAny(its));
    }

    private boolean keepsAny(Step step) {
        return step.sources().stream()
                .map(this::found)
                .anyMatch(source -> keepsAny(source.firstRow(), source.endRow()));
    }

    private boolean keepsAny(int from, int end) {
        for (int row = from; row < end; row++) {
            if (!verdicts.isDropped(row) || emptied.get(row)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a segment has a footer with a checksum whose last row ends where the frames end.
    static boolean closesAtLastRow(Index index, Survey survey, Survey.Found segment) {
        RunSegment run = segment.run();
        if (segment.rows() == 0 || !run.footerProven()) {
            return false;
        }
        Entry last =
                index.entry(survey.parts().get(segment.part()), segment.endRow() - 1 - survey.firstRow(segment.part()));
        FramePosition position = last.position();
        return position.offset() + position.length() == run.framesEnd();
    }
}
