package io.batpak.processor;

import java.util.HashMap;
import java.util.Map;

/// Payload types as people write them, each type in a file of its own.
final class Sources {
    /// One component of nearly every kind.
    private static final String ORDER_RECORD = """
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
            """;

    /// Variants with fields, with one, and without.
    private static final String PAY = """
            package shop;
            import io.batpak.payload.*;
            sealed interface Pay {
                record Cash() implements Pay {}
                record Card(String number) implements Pay {}
                @Transparent record Points(int value) implements Pay {}
            }
            """;

    /// A graph that leads back to itself, filled from a seed.
    private static final String GRAPH_RECORD = """
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
            """;

    /// What a node of it can be.
    private static final String KIND = """
            package shop;
            import io.batpak.payload.*;
            sealed interface Kind {
                record None() implements Kind {}
                @Transparent record One(long value) implements Kind {}
                record Two(boolean left, double right) implements Kind {}
            }
            """;

    /// The files of `shop.Order`.
    static final Map<String, String> ORDER = Map.of(
            "shop/Order.java", ORDER_RECORD,
            "shop/Currency.java", file("enum Currency { @WireName(\"Euro\") EURO, USD }"),
            "shop/Line.java", file("record Line(String sku, short count) {}"),
            "shop/Cents.java", file("@Transparent record Cents(long value) {}"),
            "shop/Pay.java", PAY);

    /// The files of `shop.Graph`.
    static final Map<String, String> GRAPH = Map.of("shop/Graph.java", GRAPH_RECORD, "shop/Kind.java", KIND);

    /// Payloads, and what looks like some.
    static final Map<String, String> PAYLOADS = Map.of(
            "shop/Event.java", file("sealed interface Event permits Paid, Returned {}"),
            "shop/Paid.java",
                    file("@EventPayload(category = 0xE, typeId = 0x81) record Paid(int a) implements Event {}"),
            "shop/Returned.java",
                    file("@EventPayload(category = 0xE, typeId = 0x82) record Returned(int a) implements Event {}"),
            "shop/Open.java", file("interface Open {}"),
            "shop/Pair.java", file("record Pair<T>(T a) {}"),
            "shop/Leaky.java", file("sealed interface Leaky { non-sealed interface Leak extends Leaky {} }"),
            "shop/Mixed.java",
                    file(
                            "sealed interface Mixed { record Plain(int a) implements Mixed {}"
                                    + " @EventPayload(category = 0xE, typeId = 0x83) record Marked(int a) implements Mixed {} }"));

    private Sources() {}

    private static String file(String declaration) {
        return "package shop;\nimport io.batpak.payload.*;\n" + declaration + "\n";
    }

    /// All these files together.
    static Map<String, String> and(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }
}
