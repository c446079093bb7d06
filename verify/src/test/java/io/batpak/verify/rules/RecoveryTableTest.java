package io.batpak.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// The table of sources in `docs/guarantees.md` is what the plan of an open answers. With
/// `-Dbatpak.docs.write=true` it is rewritten instead of compared.
///
/// Tier: unit. Covers: E10.
class RecoveryTableTest {
    private static final String PAGE = "docs/guarantees.md";
    private static final String COMMAND =
            "./batpak test -pl verify -am -Dtest=RecoveryTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dbatpak.docs.write=true";

    @Test
    void thePageSaysWhatThePlanAnswers() throws IOException {
        String page = ProjectFiles.read(PAGE);
        int begin = page.indexOf(RecoveryTable.BEGIN);
        int end = page.indexOf(RecoveryTable.END);
        assertThat(begin).as("the page lacks its marks").isNotNegative().isLessThan(end);
        String wanted =
                page.substring(0, begin) + RecoveryTable.render() + page.substring(end + RecoveryTable.END.length());
        if (Boolean.getBoolean("batpak.docs.write")) {
            Files.writeString(ProjectFiles.root().resolve(PAGE), wanted);
            return;
        }
        assertThat(page).as("%s is out of date, run: %s", PAGE, COMMAND).isEqualTo(wanted);
    }
}
