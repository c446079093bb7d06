package io.batpak.verify.rules;

import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Every exception a caller can meet is expected by some test: its name stands in an assertion about what was
/// thrown.
final class ExceptionTestRule {
    private static final String BASE = "io/batpak/error/StoreException";
    private static final String EXPECTATION = "(?:assertThrows(?:Exactly)?|isInstanceOf(?:Satisfying|Any)?"
            + "|isExactlyInstanceOf|assertThatExceptionOfType|catchThrowableOfType|hasCauseInstanceOf"
            + "|hasRootCauseInstanceOf|asInstanceOf|type)\\(";

    private ExceptionTestRule() {}

    static List<String> violations(List<ClassFacts> classes, List<TextFile> testSources) {
        List<String> violations = new ArrayList<>();
        for (String leaf : leaves(classes)) {
            Pattern expected = Pattern.compile(EXPECTATION + "[^;{]*?\\b" + Pattern.quote(leaf) + "\\.class\\b");
            if (testSources.stream()
                    .noneMatch(file -> expected.matcher(file.text()).find())) {
                violations.add(leaf + ": no test expects it");
            }
        }
        return violations;
    }

    /// The simple names of the concrete classes below `StoreException`, in the order of the classes.
    static List<String> leaves(List<ClassFacts> classes) {
        Map<String, String> parents = new HashMap<>();
        classes.forEach(facts -> facts.model()
                .superclass()
                .map(ClassEntry::asInternalName)
                .ifPresent(parent -> parents.put(facts.name(), parent)));
        List<String> leaves = new ArrayList<>();
        for (ClassFacts facts : classes) {
            if (!facts.model().flags().has(AccessFlag.ABSTRACT) && descends(facts.name(), parents)) {
                String name = facts.name();
                leaves.add(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1));
            }
        }
        return leaves;
    }

    private static boolean descends(String name, Map<String, String> parents) {
        for (String parent = parents.get(name); parent != null; parent = parents.get(parent)) {
            if (parent.equals(BASE)) {
                return true;
            }
        }
        return false;
    }
}
