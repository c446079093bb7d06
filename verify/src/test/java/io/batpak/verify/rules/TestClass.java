package io.batpak.verify.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A class in a test source, with what its doc comment claims.
///
/// @param name its simple name
/// @param doc its doc comment, empty if it has none
/// @param testMethods the names of its methods that JUnit runs; those of nested classes are theirs
/// @param disabled whether the class is switched off
/// @param inherits whether it has a superclass, from which it may inherit tests
record TestClass(String name, String doc, List<String> testMethods, boolean disabled, boolean inherits) {
    private static final Set<String> RUN =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
    private static final Pattern COVERS = Pattern.compile("Covers:(.*?)\\.(?:\\s|$)", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\\b[A-L][0-9]{1,2}\\b");
    private static final Pattern TIER = Pattern.compile("Tier:\\s*([a-z]+)");

    static List<TestClass> in(List<JavaSource> sources) {
        List<TestClass> found = new ArrayList<>();
        for (JavaSource source : sources) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void unused) {
                    found.add(of(type, source.docComment(getCurrentPath()).orElse("")));
                    return super.visitClass(type, null);
                }
            }.scan(source.unit(), null);
        }
        return found;
    }

    private static TestClass of(ClassTree type, String doc) {
        List<String> methods = new ArrayList<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && hasAnnotation(method.getModifiers(), RUN)) {
                methods.add(method.getName().toString());
            }
        }
        boolean disabled = hasAnnotation(type.getModifiers(), Set.of("Disabled"));
        return new TestClass(type.getSimpleName().toString(), doc, methods, disabled, type.getExtendsClause() != null);
    }

    private static boolean hasAnnotation(com.sun.source.tree.ModifiersTree modifiers, Set<String> names) {
        return modifiers.getAnnotations().stream()
                .anyMatch(annotation ->
                        names.contains(annotation.getAnnotationType().toString()));
    }

    /// The catalogue ids after `Covers:`, as written.
    List<String> claimedIds() {
        List<String> ids = new ArrayList<>();
        Matcher claims = COVERS.matcher(doc);
        while (claims.find()) {
            ID.matcher(claims.group(1)).results().map(result -> result.group()).forEach(ids::add);
        }
        return ids;
    }

    /// The word after `Tier:`, or an empty text.
    String tier() {
        Matcher matcher = TIER.matcher(doc);
        return matcher.find() ? matcher.group(1) : "";
    }

    boolean runs() {
        return !disabled && (inherits || !testMethods.isEmpty());
    }
}
