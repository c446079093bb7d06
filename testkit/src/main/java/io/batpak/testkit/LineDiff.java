package io.batpak.testkit;

import java.util.ArrayList;
import java.util.List;

/// How two lists of lines differ, for people: common lines indented, missing ones behind `-`, surplus ones behind `+`.
final class LineDiff {
    private LineDiff() {}

    static String of(List<String> expected, List<String> found) {
        int[][] common = commonLengths(expected, found);
        List<String> lines = new ArrayList<>();
        int left = 0;
        int right = 0;
        while (left < expected.size() || right < found.size()) {
            boolean bothLeft = left < expected.size() && right < found.size();
            if (bothLeft && expected.get(left).equals(found.get(right))) {
                lines.add("    " + expected.get(left));
                left++;
                right++;
            } else if (right == found.size() || (bothLeft && common[left + 1][right] >= common[left][right + 1])) {
                lines.add("  - " + expected.get(left));
                left++;
            } else {
                lines.add("  + " + found.get(right));
                right++;
            }
        }
        return String.join("\n", lines);
    }

    /// For each pair of positions, how many lines the rests have in common, in order.
    private static int[][] commonLengths(List<String> expected, List<String> found) {
        int[][] common = new int[expected.size() + 1][found.size() + 1];
        for (int left = expected.size() - 1; left >= 0; left--) {
            for (int right = found.size() - 1; right >= 0; right--) {
                common[left][right] = expected.get(left).equals(found.get(right))
                        ? common[left + 1][right + 1] + 1
                        : Math.max(common[left + 1][right], common[left][right + 1]);
            }
        }
        return common;
    }
}
