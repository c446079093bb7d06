package io.batpak.verify.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How two lists of lines differ, in as few words as it takes.
final class LineDifference {
    private static final int LINES_MAX = 6;

    private LineDifference() {}

    static String of(List<String> expected, List<String> found) {
        return "missing " + only(expected, found) + ", too many " + only(found, expected) + " of " + expected.size()
                + " and " + found.size();
    }

    private static List<String> only(List<String> these, List<String> those) {
        Set<String> left = new LinkedHashSet<>(these);
        left.removeAll(new LinkedHashSet<>(those));
        return new ArrayList<>(left).subList(0, Math.min(LINES_MAX, left.size()));
    }
}
