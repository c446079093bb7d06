package io.batpak.verify.rules;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// No test skips itself or is switched off by hand: what it needs and does not find is a failure on the build
/// server, and that is decided in one place of each module.
final class SkipRule {
    private static final Predicate<String> SKIPS =
            Pattern.compile("Assumptions|Disabled\\w*|EnabledIf\\w*").asMatchPredicate();
    private static final String ABORT = "TestAbortedException";
    /// Tests of `core` and `fuzz` do not see those of `verify`.
    private static final Set<String> HELPERS = Set.of(
            "core/src/test/java/io/batpak/testing/Missing.java",
            "fuzz/src/test/java/io/batpak/fuzz/Missing.java",
            "verify/src/test/java/io/batpak/verify/script/Missing.java");

    private SkipRule() {}

    static List<String> violations(JavaSource source) {
        List<String> violations = new ArrayList<>();
        if (!HELPERS.contains(source.file().path())) {
            new Skips(source).scan(source.unit(), violations);
        }
        return violations;
    }

    /// Adds each that it finds.
    private static final class Skips extends TreeScanner<Void, List<String>> {
        private final JavaSource source;

        Skips(JavaSource source) {
            this.source = source;
        }

        private String found(Tree tree, Object what) {
            return source.file().path() + ":" + source.lineOf(tree) + ": skips by " + what + ", not by Missing.skip";
        }

        @Override
        public Void visitIdentifier(IdentifierTree name, List<String> violations) {
            if (SKIPS.test(name.getName().toString())) {
                violations.add(found(name, name.getName()));
            }
            return super.visitIdentifier(name, violations);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree select, List<String> violations) {
            if (SKIPS.test(select.getIdentifier().toString())) {
                violations.add(found(select, select.getIdentifier()));
            }
            return super.visitMemberSelect(select, violations);
        }

        @Override
        public Void visitNewClass(NewClassTree made, List<String> violations) {
            if (made.getIdentifier().toString().endsWith(ABORT)) {
                violations.add(found(made, ABORT));
            }
            return super.visitNewClass(made, violations);
        }
    }
}
