package io.batpak.verify.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every row of the table of deviations names, in its last column, a test that exists: `Class#method`.
final class DeviationRule {
    private static final Pattern REFERENCE = Pattern.compile("(\\w+)#(\\w+)");

    private DeviationRule() {}

    static List<String> violations(String page, List<TestClass> tests) {
        List<String> violations = new ArrayList<>();
        for (String row : rows(page)) {
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            String last = cells[cells.length - 2];
            Matcher matcher = REFERENCE.matcher(last);
            boolean named = false;
            while (matcher.find()) {
                named = true;
                if (!exists(matcher.group(1), matcher.group(2), tests)) {
                    violations.add("no such test: " + matcher.group() + " in " + row);
                }
            }
            if (!named) {
                violations.add("names no test: " + row);
            }
        }
        return violations;
    }

    private static boolean exists(String type, String method, List<TestClass> tests) {
        return tests.stream()
                .anyMatch(test -> test.name().equals(type)
                        && !test.disabled()
                        && test.testMethods().contains(method));
    }

    /// The rows of every table on the page, without headers.
    static List<String> rows(String page) {
        List<String> rows = new ArrayList<>();
        boolean body = false;
        for (String line : page.lines().toList()) {
            if (!line.startsWith("|")) {
                body = false;
            } else if (line.matches("[|\\-: ]+")) {
                body = true;
            } else if (body) {
                rows.add(line);
            }
        }
        return rows;
    }
}
