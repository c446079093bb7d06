package io.batpak.verify.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// No main class of a product module refers to a test library, and only tests refer to the testkit.
final class TestTypeRule {
    private static final Pattern TEST_TYPE =
            Pattern.compile("org/(junit|assertj|quicktheories|opentest4j|openjdk/jmh|msgpack)/|io/batpak/testkit/");

    private TestTypeRule() {}

    static List<String> violations(List<ClassFacts> productClasses) {
        List<String> violations = new ArrayList<>();
        for (ClassFacts facts : productClasses) {
            for (String text : facts.texts()) {
                if (TEST_TYPE.matcher(text).find()) {
                    violations.add(facts.name() + " mentions " + text);
                }
            }
        }
        return violations;
    }
}
