package io.batpak.compact;

import io.batpak.index.ReshapedRows;
import io.batpak.index.Reshaping;
import io.batpak.index.Stretch;
import io.batpak.model.Entry;
import io.batpak.model.FramePosition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Neighbouring parts of the index that some steps touch, and what becomes of their rows.
///
/// A run file stands for whole parts, so those are rewritten from end to end; the segments in them that no step
/// touches stay as they are.
///
/// @param rows the events afterwards
/// @param steps the steps that touch it, ascending by output
record Region(ReshapedRows rows, List<Step> steps) {
    /// The regions that the steps touch, in the order of the log. A step whose sources no run covers is in none.
    static List<Region> of(Terms terms) {
        BitSet touched = touched(terms);
        List<Region> regions = new ArrayList<>();
        for (int first = touched.nextSetBit(0); first >= 0; first = touched.nextSetBit(touched.nextClearBit(first))) {
            regions.add(region(terms, first, touched.nextClearBit(first)));
        }
        return regions;
    }

    /// A run needs rows, and runs must follow each other without a gap: a region that would become empty takes a
    /// neighbour in, as long as there is one.
    private static BitSet touched(Terms terms) {
        BitSet touched = new BitSet();
        terms.steps()
                .forEach(step -> step.sources().stream()
                        .map(terms::segment)
                        .filter(segment -> segment.part() >= 0)
                        .forEach(segment -> touched.set(segment.part())));
        int parts = terms.survey().parts().size();
        for (int first = touched.nextSetBit(0); first >= 0; ) {
            int end = touched.nextClearBit(first);
            boolean alone = first == 0 && end == parts;
            if (alone
                    || keepsAny(
                            terms,
                            terms.survey().firstRow(first),
                            terms.survey().firstRow(end))) {
                first = touched.nextSetBit(end);
            } else if (end < parts) {
                touched.set(end);
            } else {
                touched.set(first - 1);
                first = touched.previousClearBit(first - 1) + 1;
            }
        }
        return touched;
    }

    private static boolean keepsAny(Terms terms, int from, int end) {
        for (int row = from; row < end; row++) {
            if (!terms.goes(row)) {
                return true;
            }
        }
        return false;
    }

    private static Region region(Terms terms, int first, int end) {
        Survey survey = terms.survey();
        Stretch stretch = terms.index().joined(first, end - first);
        int base = survey.firstRow(first);
        Reshaping.Builder shape = Reshaping.of(stretch.rows(), terms.form().emptiedHash());
        Map<Long, Step> bySource = new TreeMap<>();
        List<Step> steps = new ArrayList<>();
        for (Step step : terms.steps()) {
            boolean here = step.sources().stream()
                    .mapToInt(source -> terms.segment(source).part())
                    .anyMatch(part -> part >= first && part < end);
            if (here) {
                steps.add(step);
                step.sources().forEach(source -> bySource.put(source, step));
            }
        }
        bySource.forEach((source, step) -> {
            shape.move(source, step.outputId(), terms.form().framesStart(step.outputId()));
            shape(terms, terms.segment(source), base, shape);
        });
        steps.sort((a, b) -> Long.compare(a.outputId(), b.outputId()));
        return new Region(new ReshapedRows(stretch, shape.build()), List.copyOf(steps));
    }

    private static void shape(Terms terms, Survey.Found segment, int base, Reshaping.Builder shape) {
        Survey survey = terms.survey();
        for (int row = segment.firstRow(); row < segment.endRow(); row++) {
            if (terms.goes(row)) {
                shape.drop(row - base);
            } else if (terms.emptied().get(row) || terms.verdicts().isTombstoned(row)) {
                Stretch part = survey.parts().get(segment.part());
                Entry entry = terms.index().entry(part, row - survey.firstRow(segment.part()));
                FramePosition position = entry.position();
                if (terms.emptied().get(row)) {
                    shape.empty(
                            row - base,
                            position.length(),
                            terms.form().emptiedLength().of(position));
                } else {
                    int length = Verdicts.tombstoneLength(
                            position.length(), entry.kind().raw());
                    shape.tombstone(row - base, position.length(), length);
                }
            }
        }
    }
}
