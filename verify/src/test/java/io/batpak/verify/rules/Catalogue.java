package io.batpak.verify.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The catalogue of acceptance tests, and the page that says which test covers which row.
///
/// @param titles what a row asks, by id, in catalogue order
record Catalogue(Map<String, String> titles) {
    static final String BEGIN = "<!-- begin: written by TestingPageTest, do not edit -->\n";
    static final String END = "<!-- end -->\n";
    private static final Set<String> TIERS = Set.of("unit", "law", "conformance", "crash", "interop", "golden");

    /// Reads `catalogue.txt`: one row a line, the id, a space, the title.
    static Catalogue read() {
        try (InputStream in = Objects.requireNonNull(Catalogue.class.getResourceAsStream("catalogue.txt"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Catalogue parse(String text) {
        Map<String, String> titles = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int space = line.indexOf(' ');
            titles.put(line.substring(0, space), line.substring(space + 1).strip());
        });
        return new Catalogue(titles);
    }

    /// Claims of unknown rows, claims by classes that run no test, and claims without a known tier.
    List<String> violations(List<TestClass> tests) {
        List<String> violations = new ArrayList<>();
        for (TestClass test : tests) {
            List<String> ids = test.claimedIds();
            ids.stream()
                    .filter(id -> !titles.containsKey(id))
                    .forEach(id -> violations.add(test.name() + " claims " + id + ", which the catalogue lacks"));
            if (!ids.isEmpty() && !test.runs()) {
                violations.add(test.name() + " claims " + ids + " but runs no test");
            }
            if (!ids.isEmpty() && !TIERS.contains(test.tier())) {
                violations.add(test.name() + " claims " + ids + " but names no tier of " + TIERS);
            }
        }
        return violations;
    }

    /// Rows that the page claims in its table and no running test names.
    List<String> unfounded(String page, List<TestClass> tests) {
        Map<String, List<String>> covering = covering(tests);
        List<String> violations = new ArrayList<>();
        page.lines().filter(line -> line.startsWith("| ")).forEach(line -> {
            String id = line.split("\\|", -1)[1].strip();
            if (titles.containsKey(id) && !covering.containsKey(id)) {
                violations.add("the page claims " + id + ", which no test covers");
            }
        });
        return violations;
    }

    /// The block of the page between the two marks, marks included.
    String render(List<TestClass> tests) {
        Map<String, List<String>> covering = covering(tests);
        StringBuilder block = new StringBuilder(BEGIN);
        block.append("\n| Row | What it asks | Tests |\n|-|-|-|\n");
        titles.forEach((id, title) -> {
            List<String> names = covering.get(id);
            if (names != null) {
                block.append("| %s | %s | %s |\n".formatted(id, title, String.join(", ", names)));
            }
        });
        block.append("\nCovered, at least in part: %d of %d rows.\n\n".formatted(covering.size(), titles.size()));
        return block.append(END).toString();
    }

    private Map<String, List<String>> covering(List<TestClass> tests) {
        Map<String, List<String>> covering = new LinkedHashMap<>();
        for (String id : titles.keySet()) {
            List<String> names = tests.stream()
                    .filter(test -> test.runs() && test.claimedIds().contains(id))
                    .map(test -> "`%s` (%s)".formatted(test.name(), test.tier()))
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                covering.put(id, names);
            }
        }
        return covering;
    }

    /// The page with the text between the marks replaced; a page without marks is refused.
    static String replaceBlock(String page, String block) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page lacks the marks " + BEGIN.strip() + " and " + END.strip());
        }
        return page.substring(0, begin) + block + page.substring(end + END.length());
    }
}
