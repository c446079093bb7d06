package io.batpak.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.batpak.model.EventKind;
import io.batpak.payload.EncodedPayload;
import io.batpak.payload.PayloadEncodeException;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadRegistryException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generated codecs: their bytes, the way back, the provider, and what an incremental build and modules make of them.
///
/// Covers: A20, A21, A26.
/// Tier: unit.
class PayloadProcessorTest {
    /// Of a struct of the same shape, by the rules of the reference's encoder.
    private static final String ITS_BYTES = "8e" + "a36d6178cfffffffffffffffff" + "a3637572a44575726f" + "a46e6f7465c0"
            + "a56c696e65739182a3736b75a2c3bca5636f756e7402" + "a47461677382a161ccc8a16201"
            + "a370617981a44361726481a66e756d626572a434373131" + "a37261779201ccff"
            + "a26964c41000000000000000000000000000000001" + "a5746f74616c07" + "a36c6f77d0df" + "a3796573c3"
            + "a47265616ccb3ff8000000000000" + "a26174cd03e8" + "a4746f6f6b82a47365637303a56e616e6f7304";

    /// Says what it finds.
    private static final String PROGRAM = """
            package shop;
            import io.batpak.payload.*;
            public final class Program {
                public static void main(String[] arguments) {
                    PayloadRegistry types = PayloadRegistry.discovered();
                    EncodedPayload encoded = types.encode(Graph.random(7));
                    System.out.print(types.size() + " " + encoded.kind() + " " + Program.class.getModule().getName());
                }
            }
            """;

    @TempDir
    private Path folder;

    /// What a program with these classes finds.
    private static PayloadRegistry types(ClassLoader loader) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(loader);
        try {
            return PayloadRegistry.discovered();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private static Object call(ClassLoader loader, String type, String name, Object... arguments)
            throws ReflectiveOperationException {
        for (Method method : loader.loadClass(type).getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                method.setAccessible(true);
                return method.invoke(null, arguments);
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static Object decoded(PayloadRegistry types, Object original, byte[] bytes) {
        EncodedPayload encoded = types.encode(original);
        return types.decode(Headers.of(encoded.kind(), encoded.version()), bytes, original.getClass());
    }

    @Test
    void theBytesAreThoseOfTheSameStructInTheReference() throws Exception {
        Compilation compilation = Compilation.of(folder, Sources.ORDER);
        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.warnings()).isEmpty();
        try (URLClassLoader loader = compilation.loader()) {
            PayloadRegistry types = types(loader);
            types.validate();
            Object order = call(loader, "shop.Order", "sample");
            EncodedPayload encoded = types.encode(order);
            assertThat(encoded.kind()).isEqualTo(EventKind.of(0xE, 0x71));
            assertThat(encoded.version()).isEqualTo(2);
            byte[] bytes = encoded.payload().bytes();
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(ITS_BYTES);
            assertThat(types.encode(decoded(types, order, bytes)).payload().bytes())
                    .isEqualTo(bytes);
        }
    }

    @Test
    void namesOfOthersAndNullnessOfArgumentsAreKeptApart() throws Exception {
        String rows = """
                package shop;
                import io.batpak.payload.EventPayload;
                import java.util.*;
                import org.jspecify.annotations.Nullable;
                @Deprecated
                @EventPayload(category = 0xE, typeId = 0x73)
                record Rows(List<String> all, List<@Nullable String> some, PayloadWriter writer) {
                    static Rows sample(boolean bad) {
                        List<String> nil = Arrays.asList("a", null);
                        return new Rows(bad ? nil : List.of("b"), nil, new PayloadWriter(1));
                    }
                }
                """;
        String hiding = "package shop;\nrecord PayloadWriter(int a) {}\n";
        Compilation compilation =
                Compilation.of(folder, Map.of("shop/Rows.java", rows, "shop/PayloadWriter.java", hiding));
        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.warnings()).isEmpty();
        try (URLClassLoader loader = compilation.loader()) {
            PayloadRegistry types = types(loader);
            Object good = call(loader, "shop.Rows", "sample", false);
            byte[] bytes = types.encode(good).payload().bytes();
            assertThat(decoded(types, good, bytes)).isEqualTo(good);
            Object bad = call(loader, "shop.Rows", "sample", true);
            assertThatExceptionOfType(PayloadEncodeException.class).isThrownBy(() -> types.encode(bad));
        }
    }

    @Test
    void randomGraphsComeBackEqual() throws Exception {
        Compilation compilation = Compilation.of(folder, Sources.GRAPH);
        assertThat(compilation.errors()).isEmpty();
        try (URLClassLoader loader = compilation.loader()) {
            PayloadRegistry types = types(loader);
            for (long seed = 0; seed < 300; seed++) {
                Object graph = call(loader, "shop.Graph", "random", seed);
                byte[] bytes = types.encode(graph).payload().bytes();
                assertThat(decoded(types, graph, bytes)).as("seed %d", seed).isEqualTo(graph);
            }
        }
    }

    @Test
    void nothingThatIsGeneratedReflects() throws IOException {
        Compilation.of(folder, Sources.and(Sources.ORDER, Sources.GRAPH));
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            List<Path> generated =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(generated)
                    .extracting(file -> file.getFileName().toString())
                    .hasSize(3)
                    .contains("OrderCodec.java", "GraphCodec.java")
                    .anyMatch(name -> name.startsWith("BatpakPayloads_"));
            for (Path file : generated) {
                assertThat(Files.readString(file))
                        .doesNotContain("reflect")
                        .doesNotContain("invoke")
                        .doesNotContain("forName")
                        .doesNotContain("getDeclared");
            }
        }
    }

    @Test
    void compilingOneFileAgainForgetsNoOther() throws Exception {
        Compilation.of(folder, Sources.and(Sources.ORDER, Sources.GRAPH));
        Compilation again = Compilation.of(folder, Sources.GRAPH);
        assertThat(again.errors()).isEmpty();
        try (URLClassLoader loader = again.loader()) {
            assertThat(types(loader).size()).isEqualTo(2);
        }
        for (String gone : List.of("Order.class", "OrderCodec.class")) {
            Files.delete(folder.resolve("out/shop").resolve(gone));
        }
        Compilation without = Compilation.of(folder, Sources.GRAPH);
        try (URLClassLoader loader = without.loader()) {
            assertThat(types(loader).size()).isEqualTo(1);
        }
    }

    private static final String GUARD = """
            package guard;
            import io.batpak.payload.*;
            public final class Guard {
                public static void main(String[] arguments) {
                    PayloadRegistry.discovered().validate();
                    System.out.print("agree");
                }
            }
            """;

    /// Two modules that were compiled apart, as neither processor run can see the other.
    private List<Compilation> apart(int typeId) {
        String twin = "package other;\nimport io.batpak.payload.EventPayload;\n@EventPayload(category = 0xE, typeId = "
                + typeId + ")\nrecord Twin(int a) {}\n";
        Compilation shop = Compilation.of(folder.resolve("shop"), Sources.GRAPH);
        Compilation other =
                Compilation.of(folder.resolve("other"), Map.of("other/Twin.java", twin, "guard/Guard.java", GUARD));
        assertThat(shop.errors()).isEmpty();
        assertThat(other.errors()).isEmpty();
        return List.of(shop, other);
    }

    /// As a program and its tests are.
    @Test
    void twoCompilationsWithOnePackageAreBothFound() throws Exception {
        String twin =
                "package shop;\nimport io.batpak.payload.EventPayload;\n@EventPayload(category = 0xE, typeId = 0x74)"
                        + "\nrecord Twin(int a) {}\n";
        Compilation main = Compilation.of(folder.resolve("main"), Sources.GRAPH);
        Compilation test = Compilation.of(folder.resolve("test"), Map.of("shop/Twin.java", twin));
        try (URLClassLoader first = main.loader();
                URLClassLoader both = new URLClassLoader(test.loader().getURLs(), first)) {
            assertThat(types(both).size()).isEqualTo(2);
        }
    }

    @Test
    void aKindThatTwoModulesClaimIsSeenWhenBothAreThere() throws Exception {
        List<Compilation> modules = apart(0x72);
        try (URLClassLoader first = modules.getFirst().loader();
                URLClassLoader both =
                        new URLClassLoader(modules.getLast().loader().getURLs(), first)) {
            types(first).validate();
            PayloadRegistry types = types(both);
            assertThat(types.size()).isEqualTo(2);
            assertThat(types.collisions()).singleElement().satisfies(collision -> {
                assertThat(collision.kind()).isEqualTo(EventKind.of(0xE, 0x72));
                assertThat(List.of(collision.first(), collision.second()))
                        .containsExactlyInAnyOrder("shop.Graph", "other.Twin");
            });
            assertThatExceptionOfType(PayloadRegistryException.class)
                    .isThrownBy(types::validate)
                    .withMessageContaining("category=0xE type_id=0x072");
        }
    }

    /// It validates its types when it starts, and does nothing else.
    private Process guard(List<Compilation> modules) throws IOException {
        String path = modules.getFirst().folder().resolve("out")
                + File.pathSeparator
                + modules.getLast().folder().resolve("out")
                + File.pathSeparator
                + Compilation.classPath();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", path, "guard.Guard")
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void aProgramWhoseModulesCollideEndsBeforeItOpensAStore() throws Exception {
        Process colliding = guard(apart(0x72));
        assertThat(new String(colliding.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("duplicate kind assignment")
                .doesNotContain("agree");
        assertThat(colliding.waitFor()).isEqualTo(1);
        Process agreeing = guard(apart(0x73));
        assertThat(new String(agreeing.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("agree");
        assertThat(agreeing.waitFor()).isZero();
    }

    @Test
    void aNamedModuleIsToldToOfferItsTypes() {
        String core = System.getProperty("batpak.core", Compilation.classPath());
        String[] modules = {"--module-path", core};
        String silent = "module shop { requires transitive io.batpak; }";
        Compilation told = Compilation.of(
                folder.resolve("a"), Sources.and(Sources.GRAPH, Map.of("module-info.java", silent)), modules);
        assertThat(told.warnings())
                .anyMatch(warning ->
                        warning.contains("add `provides io.batpak.payload.PayloadProvider with shop.BatpakPayloads;`"));
        String offering = "module shop { requires transitive io.batpak;"
                + " provides io.batpak.payload.PayloadProvider with shop.BatpakPayloads; }";
        Compilation good = Compilation.of(
                folder.resolve("b"), Sources.and(Sources.GRAPH, Map.of("module-info.java", offering)), modules);
        assertThat(good.errors()).isEmpty();
        assertThat(good.warnings()).noneMatch(warning -> warning.contains("does not offer"));
    }

    @Test
    void aProgramOnTheModulePathFindsItsTypes() throws Exception {
        String path = System.getProperty("batpak.core", Compilation.classPath());
        String descriptor = "module shop { requires io.batpak;"
                + " provides io.batpak.payload.PayloadProvider with shop.BatpakPayloads; }";
        Map<String, String> program = Map.of("module-info.java", descriptor, "shop/Program.java", PROGRAM);
        Compilation compilation = Compilation.of(folder, Sources.and(Sources.GRAPH, program), "--module-path", path);
        assertThat(compilation.errors()).isEmpty();
        String all = folder.resolve("out") + File.pathSeparator + path;
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        all,
                        "--module",
                        "shop/shop.Program")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("1 0xE072 shop");
        assertThat(process.waitFor()).isZero();
    }
}
