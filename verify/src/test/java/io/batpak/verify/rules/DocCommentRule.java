package io.batpak.verify.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/// Every public type of an exported package has a doc comment.
final class DocCommentRule {
    private DocCommentRule() {}

    /// The exported packages are given with `/`, as class files spell them.
    static List<String> violations(List<JavaSource> sources, Set<String> exportedPackages) {
        List<String> violations = new ArrayList<>();
        for (JavaSource source : sources) {
            Tree name = source.unit().getPackageName();
            if (name != null && exportedPackages.contains(name.toString().replace('.', '/'))) {
                new UndocumentedTypes(source, violations).scan(source.unit(), null);
            }
        }
        return violations;
    }

    /// Walks types only: what is declared inside a method cannot be public.
    private static final class UndocumentedTypes extends TreePathScanner<Void, Void> {
        private final JavaSource source;
        private final List<String> violations;

        UndocumentedTypes(JavaSource source, List<String> violations) {
            this.source = source;
            this.violations = violations;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isPublic(type)) {
                return null;
            }
            if (source.docComment(getCurrentPath())
                    .filter(text -> !text.isBlank())
                    .isEmpty()) {
                violations.add(
                        source.file().path() + ":" + source.lineOf(type) + " no doc comment: " + type.getSimpleName());
            }
            return super.visitClass(type, null);
        }

        private boolean isPublic(ClassTree type) {
            TreePath outer = getCurrentPath().getParentPath();
            boolean memberOfInterface = outer.getLeaf().getKind() == Tree.Kind.INTERFACE;
            return memberOfInterface || type.getModifiers().getFlags().contains(Modifier.PUBLIC);
        }
    }
}
