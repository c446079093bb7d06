package io.batpak.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// No class, field or method of the product injects faults, and no property or variable of the process changes what
/// it does.
///
/// Tier: unit. Covers: E29.
class TestHookRuleTest {
    @Test
    void theProductHasNoHooksForTests() {
        List<ClassFacts> classes = ClassFacts.ofAll(ProjectFiles.mainClasses("core"));
        assertThat(classes).hasSizeGreaterThan(100);
        assertThat(TestHookRule.violations(classes)).isEmpty();
    }

    @Test
    void plantedHooksAreReported() {
        List<ClassFacts> planted = InMemoryCompiler.compile(Map.of(
                "io/batpak/write/FaultPlan.java",
                "package io.batpak.write; class FaultPlan { static boolean injectedOnce; void failPoint() {} }",
                "io/batpak/write/Switch.java",
                """
                package io.batpak.write;
                class Switch {
                    boolean fails = Boolean.getBoolean("batpak.fail");
                    String sync = System.getProperty("batpak.nosync", "os.arch");
                    String where = System.getenv("BATPAK_HOME");
                    String which(String name) { return System.getProperty(name); }
                    String machine = System.getProperty("os.arch", "unknown") + System.getProperty("os.name");
                }
                """));
        assertThat(TestHookRule.violations(planted))
                .containsExactlyInAnyOrder(
                        "io/batpak/write/FaultPlan is named like a hook for tests",
                        "io/batpak/write/FaultPlan.injectedOnce is named like a hook for tests",
                        "io/batpak/write/FaultPlan.failPoint is named like a hook for tests",
                        "io/batpak/write/Switch reads batpak.fail by java/lang/Boolean.getBoolean",
                        "io/batpak/write/Switch reads batpak.nosync by java/lang/System.getProperty",
                        "io/batpak/write/Switch reads BATPAK_HOME by java/lang/System.getenv",
                        "io/batpak/write/Switch reads what it computes by java/lang/System.getProperty");
    }
}
