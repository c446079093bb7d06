package io.batpak.verify.rules;

import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every relative link of a Markdown file leads to a file or folder of the checkout.
final class LinkRule {
    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");
    private static final Pattern ABSOLUTE = Pattern.compile("^(?:[a-z][a-z0-9+.-]*:|//).*");

    private LinkRule() {}

    /// `exists` answers for a path relative to the root of the checkout.
    static List<String> violations(List<TextFile> pages, Predicate<String> exists) {
        List<String> violations = new ArrayList<>();
        for (TextFile page : pages) {
            Matcher matcher = LINK.matcher(CODE.matcher(page.text()).replaceAll(""));
            while (matcher.find()) {
                String target = matcher.group(1);
                String file = target.replaceFirst("#.*$", "");
                if (!file.isEmpty() && !ABSOLUTE.matcher(target).matches() && !exists.test(resolve(page, file))) {
                    violations.add(page.path() + ": dead link " + target);
                }
            }
        }
        return violations;
    }

    private static String resolve(TextFile page, String target) {
        return Path.of(page.path()).resolveSibling(target).normalize().toString();
    }
}
