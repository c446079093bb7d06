package io.batpak.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.rules.ProjectFiles.TextFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the cookbook and the tutorial show is code that the build compiles and runs.
///
/// Tier: unit.
class DocSnippetRuleTest {
    private static final TextFile SOURCE = new TextFile("examples/src/Planted.java", """
            class Planted {
                void run() {
                    first();

                    second();
                    third();
                }
                void more() {
                    second();
                    fourth();
                }
            }
            """);

    private static List<String> violations(String page) {
        return DocSnippetRule.violations(List.of(new TextFile("docs/cookbook/page.md", page)), List.of(SOURCE));
    }

    private static String block(String... lines) {
        return "Some text.\n\n```java\n" + String.join("\n", lines) + "\n```\n";
    }

    @Test
    void everyBlockOfTheTeachingPagesStandsInAnExample() {
        List<TextFile> pages = ProjectFiles.teachingPages();

        assertThat(pages).hasSizeGreaterThan(1).anyMatch(page -> page.text().contains("```java"));
        assertThat(DocSnippetRule.violations(pages, ProjectFiles.exampleSources()))
                .isEmpty();
    }

    @Test
    void blocksStandWhateverTheirIndentationAndTheirGaps() {
        assertThat(violations(block("first();", "second();"))).isEmpty();
        assertThat(violations(block("    second();", "", "    fourth();"))).isEmpty();
        assertThat(violations(block("void run() {", "    ...", "    third();", "}")))
                .isEmpty();
        assertThat(violations(block("...", "second();", "...", "second();", "...")))
                .isEmpty();
        assertThat(violations("1. Item:\n\n   ```java\n   third();\n   ```\n")).isEmpty();
        assertThat(violations("```text\nno code\n```\n```\nneither\n```\n")).isEmpty();
    }

    @Test
    void plantedBlocksAreReported() {
        assertThat(violations(block("first();", "second(1);")))
                .containsExactly("docs/cookbook/page.md:3: no source has this block: second(1);");
        assertThat(violations(block("first();", "third();")))
                .containsExactly("docs/cookbook/page.md:3: no source has this block: first();");
        assertThat(violations(block("fourth();", "...", "third();"))).hasSize(1);
        assertThat(violations(block("second();", "...", "second();", "...", "second();")))
                .hasSize(1);
        assertThat(violations(block()))
                .containsExactly("docs/cookbook/page.md:3: no source has this block: it is empty");
        assertThat(violations("```text\nx\n```\n\n```java\nleft open();\n"))
                .containsExactly("docs/cookbook/page.md:5: no source has this block: left open();");
    }

    @Test
    void aBlockStandsInOneSource() {
        TextFile other = new TextFile("examples/src/Other.java", "fifth();");
        TextFile page = new TextFile("docs/tutorial.md", block("fourth();", "...", "fifth();"));

        assertThat(DocSnippetRule.violations(List.of(page), List.of(SOURCE, other)))
                .containsExactly("docs/tutorial.md:3: no source has this block: fourth();");
    }
}
