package io.batpak.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The rules over class files: the product obeys them, and each reports a planted violation.
///
/// Tier: unit.
class ClassFileRulesTest {
    private static List<ClassFacts> classesOf(String... modules) {
        List<ClassFacts> all = new ArrayList<>();
        for (String module : modules) {
            List<ClassFacts> classes = ClassFacts.ofAll(ProjectFiles.mainClasses(module));
            assertThat(classes).as("compiled classes of " + module).isNotEmpty();
            all.addAll(classes);
        }
        return all;
    }

    @Test
    void packagesOfCoreUseOnlyLowerOnes() {
        assertThat(LayerRule.violations(classesOf("core"))).isEmpty();
    }

    @Test
    void upwardUsesNeighboursAndUnknownPackagesAreReported() {
        List<ClassFacts> planted = InMemoryCompiler.compile(Map.of(
                "io/batpak/hash/Low.java", "package io.batpak.hash; public class Low { io.batpak.fs.Disk disk; }",
                "io/batpak/fs/Disk.java",
                        "package io.batpak.fs; public class Disk { Object o = io.batpak.time.Tick.now(); }",
                "io/batpak/time/Tick.java",
                        "package io.batpak.time; public class Tick { public static int now() {" + " return 1; } }",
                "io/batpak/util/Misc.java", "package io.batpak.util; public class Misc {}"));

        assertThat(LayerRule.violations(planted))
                .containsExactlyInAnyOrder(
                        "io/batpak/hash/Low: hash -> fs",
                        "io/batpak/fs/Disk: fs -> time",
                        "io/batpak/util/Misc: package without a rank: util");
    }

    @Test
    void coreReachesDiskTimeAndThreadsOnlyThroughTheSeams() {
        assertThat(BannedCallRule.violations(classesOf("core"))).isEmpty();
    }

    @Test
    void directCallsAreReportedOutsideTheSeamsOnly() {
        String body = """
                public class Direct {
                    long at = System.nanoTime() + System.currentTimeMillis();
                    Object instant = java.time.Instant.now();
                    ThreadLocal<String> local = new ThreadLocal<>();
                    void run() throws Exception {
                        java.nio.file.Files.readString(java.nio.file.Path.of("x"));
                        java.nio.channels.FileChannel.open(java.nio.file.Path.of("x"));
                        new Thread(() -> {}).start();
                        Thread.ofVirtual().start(() -> {});
                    }
                }
                """;
        List<ClassFacts> planted = InMemoryCompiler.compile(Map.of(
                "io/batpak/write/Direct.java", "package io.batpak.write; " + body,
                "io/batpak/fs/Direct.java", "package io.batpak.fs; " + body));

        assertThat(BannedCallRule.violations(planted))
                .containsExactlyInAnyOrder(
                        "io/batpak/write/Direct calls java/lang/System.nanoTime",
                        "io/batpak/write/Direct calls java/lang/System.currentTimeMillis",
                        "io/batpak/write/Direct calls java/time/Instant.now",
                        "io/batpak/write/Direct calls java/lang/ThreadLocal.<init>",
                        "io/batpak/write/Direct calls java/nio/file/Files.readString",
                        "io/batpak/write/Direct calls java/nio/channels/FileChannel.open",
                        "io/batpak/write/Direct calls java/lang/Thread.<init>",
                        "io/batpak/write/Direct calls java/lang/Thread.start",
                        "io/batpak/write/Direct calls java/lang/Thread$Builder$OfVirtual.start",
                        "io/batpak/fs/Direct calls java/lang/ThreadLocal.<init>");
    }

    @Test
    void productClassesMentionNoTestType() {
        assertThat(TestTypeRule.violations(classesOf("core", "cli"))).isEmpty();
    }

    @Test
    void aTestTypeInAProductClassIsReported() {
        List<ClassFacts> planted = InMemoryCompiler.compile(Map.of(
                "io/batpak/read/Peek.java", "package io.batpak.read; class Peek { org.junit.jupiter.api.Test test; }"));

        assertThat(TestTypeRule.violations(planted))
                .containsExactly("io/batpak/read/Peek mentions Lorg/junit/jupiter/api/Test;");
    }

    @Test
    void exportedSignaturesKeepForeignMemoryInside() {
        assertThat(ForeignTypeRule.violations(classesOf("core"))).isEmpty();
    }

    @Test
    void foreignMemoryInAnExportedSignatureIsReported() {
        String members = "public java.lang.foreign.MemorySegment raw; protected void put("
                + "java.util.List<java.lang.foreign.Arena> arenas) {} java.lang.foreign.Arena inside; }";
        List<ClassFacts> planted = InMemoryCompiler.compile(Map.of(
                "module-info.java", "module planted { exports io.batpak.model; exports io.batpak.fs; }",
                "io/batpak/model/Open.java", "package io.batpak.model; public class Open { " + members,
                "io/batpak/fs/Seam.java", "package io.batpak.fs; public class Seam { " + members,
                "io/batpak/index/Hidden.java", "package io.batpak.index; public class Hidden { " + members));

        assertThat(ForeignTypeRule.violations(planted))
                .containsExactlyInAnyOrder("io/batpak/model/Open.raw", "io/batpak/model/Open.put");
    }

    @Test
    void everyExceptionLeafIsExpectedBySomeTest() {
        assertThat(ExceptionTestRule.violations(classesOf("core"), ProjectFiles.testSources()))
                .isEmpty();
    }

    @Test
    void anExceptionThatNoTestExpectsIsReported() {
        String leaf = "package io.batpak.fs; import io.batpak.error.StoreException; public class %s"
                + " extends StoreException.Busy {}";
        List<ClassFacts> planted = InMemoryCompiler.compile(Map.of(
                "io/batpak/error/StoreException.java", """
                        package io.batpak.error;
                        public abstract class StoreException extends RuntimeException {
                            public abstract static class Busy extends StoreException {}
                        }
                        """,
                "io/batpak/fs/LateException.java", leaf.formatted("LateException"),
                "io/batpak/fs/SeenException.java", leaf.formatted("SeenException")));
        ProjectFiles.TextFile test = new ProjectFiles.TextFile(
                "T.java", "assertThatThrownBy(() -> run()).isInstanceOf(SeenException.class); new LateException();");

        assertThat(ExceptionTestRule.violations(planted, List.of(test)))
                .containsExactly("LateException: no test expects it");
    }
}
