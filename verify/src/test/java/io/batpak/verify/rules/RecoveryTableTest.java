package io.batpak.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.engine.CrashPoints;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// The tables in `docs/guarantees.md` are what the plan of an open and the verdict about an interrupted compaction
/// answer, and what is recorded of operations that are cut off. With
/// `-Dbatpak.docs.write=true` it is rewritten instead of compared.
///
/// Tier: unit. Covers: E10, J1.
class RecoveryTableTest {
    private static final String PAGE = "docs/guarantees.md";
    private static final String COMMAND =
            "./batpak test -pl verify -am -Dtest=RecoveryTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dbatpak.docs.write=true";

    @Test
    void thePageSaysWhatThePlanAnswers() throws IOException {
        String page = ProjectFiles.read(PAGE);
        String wanted = replaced(page, RecoveryTable.BEGIN, RecoveryTable.END, RecoveryTable.render());
        wanted = replaced(wanted, CompactionTable.BEGIN, CompactionTable.END, CompactionTable.render());
        wanted = replaced(wanted, CrashPoints.BEGIN, CrashPoints.END, CrashPoints.render());
        if (Boolean.getBoolean("batpak.docs.write")) {
            Files.writeString(ProjectFiles.root().resolve(PAGE), wanted);
            return;
        }
        assertThat(page).as("%s is out of date, run: %s", PAGE, COMMAND).isEqualTo(wanted);
    }

    private static String replaced(String page, String beginMark, String endMark, String block) {
        int begin = page.indexOf(beginMark);
        int end = page.indexOf(endMark);
        assertThat(begin).as("the page lacks its marks").isNotNegative().isLessThan(end);
        return page.substring(0, begin) + block + page.substring(end + endMark.length());
    }
}
