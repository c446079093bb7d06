package io.batpak.verify.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Files of at most 400 lines of at most 120 columns, methods of at most 60 lines and 5 parameters, nothing
/// left to do.
///
/// The strings of test data may be wider. The formatter counts the indentation of a doc line twice, except in
/// the first of a comment, and breaks what is too wide for it into lines that do not compile; so these are
/// reported too. The canonical constructor of a record repeats its header and may have as many parameters as
/// that has components.
final class SourceShapeRule {
    static final int FILE_LINES_MAX = 400;
    static final int METHOD_LINES_MAX = 60;
    static final int PARAMETERS_MAX = 5;
    static final int COLUMNS_MAX = 120;
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private SourceShapeRule() {}

    static List<String> violations(JavaSource source) {
        List<String> violations = new ArrayList<>(textViolations(source));
        new TreeScanner<Void, ClassTree>() {
            @Override
            public Void visitClass(ClassTree type, ClassTree outer) {
                return super.visitClass(type, type);
            }

            @Override
            public Void visitMethod(MethodTree method, ClassTree type) {
                String where = source.file().path() + ":" + source.lineOf(method) + " " + type.getSimpleName() + "."
                        + method.getName();
                long lines = source.lineCount(method);
                if (lines > METHOD_LINES_MAX) {
                    violations.add(where + ": method of " + lines + " lines");
                }
                int parameters = method.getParameters().size();
                if (parameters > PARAMETERS_MAX && !isCanonical(method, type)) {
                    violations.add(where + ": " + parameters + " parameters");
                }
                return super.visitMethod(method, type);
            }
        }.scan(source.unit(), null);
        return violations;
    }

    private static List<String> textViolations(JavaSource source) {
        List<String> violations = new ArrayList<>();
        List<String> lines = source.file().text().lines().toList();
        if (lines.size() > FILE_LINES_MAX) {
            violations.add(source.file().path() + ": file of " + lines.size() + " lines");
        }
        boolean isTest = source.file().path().contains("/src/test/");
        for (int index = 0; index < lines.size(); index++) {
            String where = source.file().path() + ":" + (index + 1);
            String line = lines.get(index);
            if (line.length() > COLUMNS_MAX && !isTest && !line.startsWith("import ")) {
                violations.add(where + ": line of " + line.length() + " columns");
            }
            if (index > 0 && isDoc(line) && isDoc(lines.get(index - 1)) && line.length() + indent(line) > COLUMNS_MAX) {
                violations.add(where + ": the formatter would break this doc line of " + line.length() + " columns");
            }
            if (UNFINISHED.matcher(line).find()) {
                violations.add(where + ": " + line.strip());
            }
        }
        return violations;
    }

    private static boolean isDoc(String line) {
        return line.stripLeading().startsWith("///");
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static boolean isCanonical(MethodTree method, ClassTree type) {
        long components = type.getMembers().stream()
                .filter(member -> member instanceof VariableTree field && isComponent(field))
                .count();
        return type.getKind() == Tree.Kind.RECORD
                && method.getName().contentEquals("<init>")
                && method.getParameters().size() == components;
    }

    /// Every field of a record that is not static is one of its components.
    private static boolean isComponent(VariableTree field) {
        return !field.getModifiers().getFlags().contains(javax.lang.model.element.Modifier.STATIC);
    }
}
