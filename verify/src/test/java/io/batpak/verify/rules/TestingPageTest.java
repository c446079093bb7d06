package io.batpak.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/testing.md` and `docs/deviations.md` say what is true of the tests; each check reports a planted lie.
///
/// With `-Dbatpak.docs.write=true` the table of the testing page is rewritten instead of compared.
/// Tier: unit.
class TestingPageTest {
    private static final String PAGE = "docs/testing.md";
    private static final String COMMAND =
            "./batpak test -pl verify -am -Dtest=TestingPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dbatpak.docs.write=true";
    private static final Catalogue SMALL = Catalogue.parse("A1 first row\nA2 second row\n");

    private static List<TestClass> testsOfTheCheckout() {
        return TestClass.in(JavaSource.ofAll(ProjectFiles.testSources()));
    }

    private static List<TestClass> planted(String text) {
        return TestClass.in(List.of(JavaSource.of(new TextFile("Planted.java", text))));
    }

    @Test
    void claimsOfTheTestsStandInTheCatalogue() {
        assertThat(Catalogue.read().violations(testsOfTheCheckout())).isEmpty();
    }

    @Test
    void unknownRowsIdleClassesAndMissingTiersAreReported() {
        List<TestClass> tests = planted("""
                /// Covers: A1, A9. Tier: unit.
                class First { @Test void runs() {} }
                /// Covers: A2. Tier: law.
                class Idle { void notATest() {} }
                /// Covers: A2.
                class Bare { @Test void runs() {} }
                """);

        assertThat(SMALL.violations(tests)).hasSize(3);
        assertThat(SMALL.violations(tests).get(0)).startsWith("First claims A9");
        assertThat(SMALL.violations(tests).get(1)).startsWith("Idle claims [A2] but runs no test");
        assertThat(SMALL.violations(tests).get(2)).startsWith("Bare claims [A2] but names no tier");
    }

    @Test
    void thePageIsWhatTheTestsSay() throws IOException {
        List<TestClass> tests = testsOfTheCheckout();
        String page = ProjectFiles.read(PAGE);
        String wanted = Catalogue.replaceBlock(page, Catalogue.read().render(tests));
        if (Boolean.getBoolean("batpak.docs.write")) {
            Files.writeString(ProjectFiles.root().resolve(PAGE), wanted);
            return;
        }
        assertThat(Catalogue.read().unfounded(page, tests)).isEmpty();
        assertThat(page).as("%s is out of date, run: %s", PAGE, COMMAND).isEqualTo(wanted);
    }

    @Test
    void aRowThatNoTestCoversIsReported() {
        List<TestClass> tests = planted("/// Covers: A1. Tier: unit.\nclass First { @Test void runs() {} }");
        String honest = SMALL.render(tests);

        assertThat(honest).contains("| A1 | first row | `First` (unit) |").contains("1 of 2 rows");
        assertThat(SMALL.unfounded(honest, tests)).isEmpty();
        assertThat(SMALL.unfounded(honest + "| A2 | second row | `Gone` (unit) |\n", tests))
                .containsExactly("the page claims A2, which no test covers");
        assertThatThrownBy(() -> Catalogue.replaceBlock("no marks", honest))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyDeviationNamesATestThatExists() {
        List<JavaSource> sources = JavaSource.ofAll(ProjectFiles.allSources());
        assertThat(DeviationRule.violations(ProjectFiles.read("docs/deviations.md"), TestClass.in(sources)))
                .isEmpty();
    }

    @Test
    void aDeviationWithoutATestIsReported() {
        List<TestClass> tests = planted("class Some { @Test void pins() {} void helper() {} }");
        String header = "| Where | Test |\n|-|-|\n";

        assertThat(DeviationRule.violations(header + "| a | `Some#pins` |\n", tests))
                .isEmpty();
        assertThat(DeviationRule.violations(header + "| a | `Some#helper` |\n| b | none |\n", tests))
                .containsExactly("no such test: Some#helper in | a | `Some#helper` |", "names no test: | b | none |");
    }
}
