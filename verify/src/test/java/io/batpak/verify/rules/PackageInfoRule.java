package io.batpak.verify.rules;

import com.sun.source.util.TreePath;
import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every package has a `package-info.java` that is `@NullMarked` and says what the package is, what it uses
/// and who uses it.
final class PackageInfoRule {
    private static final int PROSE_LENGTH_MIN = 40;

    private PackageInfoRule() {}

    static List<String> violations(List<TextFile> mainSources) {
        Set<String> folders = mainSources.stream()
                .map(TextFile::path)
                .filter(path -> !path.endsWith("module-info.java"))
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> violations = new ArrayList<>();
        for (String folder : folders) {
            mainSources.stream()
                    .filter(file -> file.path().equals(folder + "/package-info.java"))
                    .findFirst()
                    .ifPresentOrElse(
                            file -> violations.addAll(check(JavaSource.of(file))),
                            () -> violations.add(folder + ": no package-info.java"));
        }
        return violations;
    }

    private static List<String> check(JavaSource source) {
        List<String> violations = new ArrayList<>();
        boolean marked = source.unit().getPackageAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().endsWith("NullMarked"));
        if (!marked) {
            violations.add(source.file().path() + ": not @NullMarked");
        }
        TreePath path = new TreePath(new TreePath(source.unit()), source.unit().getPackage());
        String prose = source.docComment(path).orElse("");
        if (prose.strip().length() < PROSE_LENGTH_MIN) {
            violations.add(source.file().path() + ": no prose");
        }
        for (String part : List.of("Uses:", "Used by:")) {
            if (!prose.contains(part)) {
                violations.add(source.file().path() + ": does not say \"" + part + "\"");
            }
        }
        return violations;
    }
}
