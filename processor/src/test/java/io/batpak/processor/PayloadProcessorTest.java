package io.batpak.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.EventKind;
import io.batpak.payload.EncodedPayload;
import io.batpak.payload.PayloadProvider;
import io.batpak.payload.PayloadRegistry;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generated codecs: their bytes, the way back, the provider, and what an incremental build and modules make of them.
///
/// Covers: A20, A22, A26.
/// Tier: unit.
class PayloadProcessorTest {
    private static final String ORDER = """
            package shop;
            import io.batpak.payload.*;
            import io.batpak.model.*;
            import java.util.*;
            @EventPayload(category = 0xE, typeId = 0x71, version = 2)
            public record Order(
                    @Unsigned long max, @WireName("cur") Currency currency, Optional<String> note, List<Line> lines,
                    Map<String, Integer> tags, Pay pay, byte[] raw, EventId id, Cents total, int low, boolean yes,
                    double real, java.time.Instant at, java.time.Duration took) {
                @Upcasts(from = 1)
                static PayloadTree first(PayloadTree stored) {
                    return stored.entries().with("low", PayloadTree.of(-33));
                }
                static Order sample() {
                    return new Order(-1L, Currency.EURO, Optional.empty(), List.of(new Line("\u00fc", (short) 2)),
                            new HashMap<>(Map.of("b", 1, "a", 200)), new Pay.Card("4711"), new byte[] {1, -1},
                            new EventId(0, 1), new Cents(7), -33, true, 1.5, java.time.Instant.ofEpochMilli(1),
                            java.time.Duration.ofSeconds(3, 4));
                }
            }
            enum Currency { @WireName("Euro") EURO, USD }
            record Line(String sku, short count) {}
            @Transparent record Cents(long value) {}
            sealed interface Pay {
                record Cash() implements Pay {}
                record Card(String number) implements Pay {}
                @Transparent record Points(int value) implements Pay {}
            }
            """;

    /// Of a struct of the same shape, by the rules of the reference's encoder.
    private static final String ITS_BYTES = "8e" + "a36d6178cfffffffffffffffff" + "a3637572a44575726f" + "a46e6f7465c0"
            + "a56c696e65739182a3736b75a2c3bca5636f756e7402" + "a47461677382a161ccc8a16201"
            + "a370617981a44361726481a66e756d626572a434373131" + "a37261779201ccff"
            + "a26964c41000000000000000000000000000000001" + "a5746f74616c07" + "a36c6f77d0df" + "a3796573c3"
            + "a47265616ccb3ff8000000000000" + "a26174cd03e8" + "a4746f6f6b82a47365637303a56e616e6f7304";

    /// A graph that leads back to itself, filled from a seed.
    private static final String GRAPH = """
            package shop;
            import io.batpak.payload.*;
            import java.util.*;
            @EventPayload(category = 0xE, typeId = 0x72)
            record Graph(long number, String text, Optional<Graph> next, List<Graph> children, Map<String, Graph> named,
                    Kind kind, float real, char unit, UUID id, List<Optional<Integer>> maybe) {
                static Graph random(long seed) { return random(new Random(seed), 4); }
                private static Graph random(Random r, int depth) {
                    int more = depth == 0 ? 0 : r.nextInt(3);
                    List<Graph> children = new ArrayList<>();
                    Map<String, Graph> named = new HashMap<>();
                    List<Optional<Integer>> maybe = new ArrayList<>();
                    for (int i = 0; i < more; i++) {
                        children.add(random(r, depth - 1));
                        named.put(Integer.toString(r.nextInt(), 36), random(r, depth - 1));
                        maybe.add(r.nextBoolean() ? Optional.empty() : Optional.of(r.nextInt()));
                    }
                    Optional<Graph> next = more == 0 ? Optional.empty() : Optional.of(random(r, depth - 1));
                    String text = "\\ud83d\\ude00x".repeat(r.nextInt(20));
                    Kind kind = switch (r.nextInt(3)) {
                        case 0 -> new Kind.None();
                        case 1 -> new Kind.One(r.nextLong() >> r.nextInt(64));
                        default -> new Kind.Two(r.nextBoolean(), r.nextDouble());
                    };
                    return new Graph(r.nextLong() >> r.nextInt(64), text, next, children, named, kind, r.nextFloat(),
                            (char) r.nextInt(0xD800), new UUID(r.nextLong(), r.nextLong()), maybe);
                }
            }
            sealed interface Kind {
                record None() implements Kind {}
                @Transparent record One(long value) implements Kind {}
                record Two(boolean left, double right) implements Kind {}
            }
            """;

    @TempDir
    private Path folder;

    private static PayloadRegistry types(ClassLoader loader) {
        List<PayloadProvider> found = ServiceLoader.load(PayloadProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return PayloadRegistry.of(found.toArray(PayloadProvider[]::new));
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
        Compilation compilation = Compilation.of(folder, Map.of("shop/Order.java", ORDER));
        assertThat(compilation.errors()).isEmpty();
        // The types of this source stand in one file, which the compiler says of each use elsewhere.
        assertThat(compilation.warnings()).allMatch(warning -> warning.contains("auxiliary class"));
        try (URLClassLoader loader = compilation.loader()) {
            PayloadRegistry types = types(loader);
            types.validate();
            Object order = call(loader, "shop.Order", "sample");
            EncodedPayload encoded = types.encode(order);
            assertThat(encoded.kind()).isEqualTo(EventKind.of(0xE, 0x71));
            assertThat(encoded.version()).isEqualTo(2);
            byte[] bytes = encoded.payload().bytes();
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(ITS_BYTES);
            assertThat(types.encode(decoded(types, order, bytes)).payload().bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void randomGraphsComeBackEqual() throws Exception {
        Compilation compilation = Compilation.of(folder, Map.of("shop/Graph.java", GRAPH));
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
    void nothingInAGeneratedCodecReflects() {
        Compilation compilation = Compilation.of(folder, Map.of("shop/Order.java", ORDER));
        assertThat(compilation.output("shop/OrderCodec.java"))
                .doesNotContain("reflect")
                .doesNotContain("invoke")
                .doesNotContain("forName")
                .contains("Order::first");
    }

    @Test
    void compilingOneFileAgainForgetsNoOther() throws Exception {
        Compilation.of(folder, Map.of("shop/Order.java", ORDER, "shop/Graph.java", GRAPH));
        Compilation again = Compilation.of(folder, Map.of("shop/Graph.java", GRAPH));
        assertThat(again.errors()).isEmpty();
        try (URLClassLoader loader = again.loader()) {
            assertThat(types(loader).size()).isEqualTo(2);
        }
        for (String gone : List.of("Order.class", "OrderCodec.class")) {
            Files.delete(folder.resolve("out/shop").resolve(gone));
        }
        Compilation without = Compilation.of(folder, Map.of("shop/Graph.java", GRAPH));
        try (URLClassLoader loader = without.loader()) {
            assertThat(types(loader).size()).isEqualTo(1);
        }
    }

    @Test
    void aNamedModuleIsToldToOfferItsTypes() {
        String core = System.getProperty("batpak.core", Compilation.classPath());
        String[] modules = {"--module-path", core};
        String graph = GRAPH;
        String silent = "module shop { requires transitive io.batpak; }";
        Compilation told = Compilation.of(
                folder.resolve("a"), Map.of("module-info.java", silent, "shop/Graph.java", graph), modules);
        assertThat(told.warnings()).anyMatch(warning -> warning.contains(
                "add `provides io.batpak.payload.PayloadProvider with shop.BatpakPayloads;`"));
        String offering = "module shop { requires transitive io.batpak;"
                + " provides io.batpak.payload.PayloadProvider with shop.BatpakPayloads; }";
        Compilation good = Compilation.of(
                folder.resolve("b"), Map.of("module-info.java", offering, "shop/Graph.java", graph), modules);
        assertThat(good.errors()).isEmpty();
        assertThat(good.warnings()).noneMatch(warning -> warning.contains("does not offer"));
    }
}
