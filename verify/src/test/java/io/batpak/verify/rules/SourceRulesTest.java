package io.batpak.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The rules over sources: the checkout obeys them, and each reports a planted violation.
///
/// Tier: unit.
class SourceRulesTest {
    private static JavaSource source(String text) {
        return JavaSource.of(new TextFile("Planted.java", text));
    }

    @Test
    void filesMethodsLinesAndParametersKeepTheirLimits() {
        List<String> violations = new ArrayList<>();
        JavaSource.ofAll(ProjectFiles.allSources())
                .forEach(source -> violations.addAll(SourceShapeRule.violations(source)));
        assertThat(violations).isEmpty();
    }

    @Test
    void longFilesMethodsLinesAndParameterListsAreReported() {
        String method = "    void longOne() {\n" + "        run();\n".repeat(59) + "    }\n";
        String many = "    void many(int a, int b, int c, int d, int e, int f) {}\n";
        String wide = "    // " + "x".repeat(120) + "\n";
        String left = "    // TO" + "DO later\n";
        String text = "class Planted {\n" + method + many + wide + left + "\n".repeat(400) + "}\n";

        assertThat(SourceShapeRule.violations(source(text)))
                .containsExactlyInAnyOrder(
                        "Planted.java: file of 466 lines",
                        "Planted.java:2 Planted.longOne: method of 61 lines",
                        "Planted.java:63 Planted.many: 6 parameters",
                        "Planted.java:64: line of 127 columns",
                        "Planted.java:65: // TO" + "DO later");
    }

    @Test
    void docLinesThatTheFormatterWouldBreakAreReported() {
        String line = "    /// " + "x".repeat(109) + "\n";

        assertThat(SourceShapeRule.violations(source("class Planted {\n" + line + line + "    int field;\n}\n")))
                .containsExactly("Planted.java:3: the formatter would break this doc line of 117 columns");
    }

    @Test
    void onlyTheCanonicalConstructorOfARecordMayRepeatALongHeader() {
        String text = """
                record Planted(int a, int b, int c, int d, int e, int f) {
                    Planted(int a, int b, int c, int d, int e, int f) {}
                    Planted(int a, int b, int c, int d, int e, int f, int g) {}
                }
                """;

        assertThat(SourceShapeRule.violations(source(text)))
                .containsExactly("Planted.java:3 Planted.<init>: 7 parameters");
    }

    @Test
    void everyPackageDeclaresItself() {
        assertThat(PackageInfoRule.violations(ProjectFiles.mainSources(ProjectFiles.PRODUCT_MODULES)))
                .isEmpty();
    }

    @Test
    void missingUnmarkedAndSilentPackagesAreReported() {
        List<TextFile> planted = List.of(
                new TextFile("m/a/A.java", "package a; class A {}"),
                new TextFile("m/b/package-info.java", "/// Short.\npackage b;"),
                new TextFile(
                        "m/c/package-info.java",
                        "/// Keeps what is kept, no more.\n/// Uses: a. Used by: b.\n@NullMarked\npackage c;"));

        assertThat(PackageInfoRule.violations(planted))
                .containsExactly(
                        "m/a: no package-info.java",
                        "m/b/package-info.java: not @NullMarked",
                        "m/b/package-info.java: no prose",
                        "m/b/package-info.java: does not say \"Uses:\"",
                        "m/b/package-info.java: does not say \"Used by:\"");
    }

    @Test
    void publicTypesOfExportedPackagesAreDocumented() {
        for (String module : List.of("core", "testkit")) {
            Set<String> exported = ForeignTypeRule.exportedPackages(ClassFacts.ofAll(ProjectFiles.mainClasses(module)));
            assertThat(exported).as("exports of " + module).isNotEmpty();
            List<JavaSource> sources = JavaSource.ofAll(ProjectFiles.mainSources(List.of(module)));
            assertThat(DocCommentRule.violations(sources, exported)).isEmpty();
        }
    }

    @Test
    void undocumentedPublicTypesAreReported() {
        JavaSource planted = source("""
                package a.b;
                /// Documented.
                public class One {
                    public static class Inner {}
                    static class Hidden { public class NotVisible {} }
                }
                interface Internal { class Member {} }
                """);
        JavaSource notExported = source("package a.c; public class Two {}");

        assertThat(DocCommentRule.violations(List.of(planted, notExported), Set.of("a/b")))
                .containsExactly("Planted.java:4 no doc comment: Inner");
    }

    @Test
    void noTestIsSkippedByHand() {
        List<String> violations = new ArrayList<>();
        JavaSource.ofAll(ProjectFiles.testSources()).forEach(source -> violations.addAll(SkipRule.violations(source)));
        assertThat(violations).isEmpty();
    }

    @Test
    void testsThatSkipThemselvesAreReported() {
        String text = """
                package a;
                import static org.junit.jupiter.api.Assumptions.assumeTrue;
                import org.opentest4j.TestAbortedException;
                class Planted {
                    @Disabled("flaky") void one() { Assumptions.abort("no disk"); }
                    @org.junit.jupiter.api.condition.EnabledIfSystemProperty(named = "a", matches = "b") void two() {}
                    void three() { throw new TestAbortedException("no disk"); }
                    void four() { assertThat(skipped).isInstanceOf(TestAbortedException.class); }
                    void five() { throw Missing.skip("no disk"); }
                }
                """;

        assertThat(SkipRule.violations(source(text)))
                .containsExactly(
                        "Planted.java:2: skips by Assumptions, not by Missing.skip",
                        "Planted.java:5: skips by Disabled, not by Missing.skip",
                        "Planted.java:5: skips by Assumptions, not by Missing.skip",
                        "Planted.java:6: skips by EnabledIfSystemProperty, not by Missing.skip",
                        "Planted.java:7: skips by TestAbortedException, not by Missing.skip");
    }

    @Test
    void relativeLinksLeadSomewhere() {
        assertThat(LinkRule.violations(ProjectFiles.markdown(), ProjectFiles::exists))
                .isEmpty();
    }

    @Test
    void deadLinksAreReported() {
        TextFile page = new TextFile(
                "docs/page.md",
                "[a](other.md#part) [b](../README.md) [c](https://example.org/x) [d](#here) `[e](code.md)`");

        assertThat(LinkRule.violations(List.of(page), "README.md"::equals))
                .containsExactly("docs/page.md: dead link other.md#part");
    }
}
