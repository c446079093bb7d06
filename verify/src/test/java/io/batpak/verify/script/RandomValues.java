package io.batpak.verify.script;

import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Random arguments for script commands: names, kinds, payloads, extensions. At most one of the values of a
/// command is meant to be refused, because which of several faults is reported is unspecified.
final class RandomValues {
    private static final List<String> ENTITIES =
            List.of("order:1", "order:2", "order:1:line", "user", "user:ü", "a b.c", "日本");
    private static final List<String> SCOPES = List.of("shop", "depot", "ü");
    private static final List<String> BAD_NAMES =
            List.of("", "a/b", "..", "a..b", "a|b", "a=b", "a\u0001", "a\u0000b", "a\u007f", "é".repeat(513));
    private static final List<String> KINDS = List.of("f001", "f001", "f002", "1001", "1fff", "e000", "fa01");
    private static final List<String> REFUSED_KINDS = List.of("0001", "0008", "000f", "0ffe", "d001", "dfff");
    private static final List<String> EXTENSION_KEYS = List.of("app.audit", "app.trace", "x.y", "zz." + "k".repeat(40));
    private static final List<String> BAD_EXTENSION_KEYS =
            List.of("", "nodot", "batpak.mine", "a.b.c", ".a", "a.", "é.x", "a." + "b".repeat(300));

    private static final List<String> GATE_NAMES = List.of("limit", "owner", "stock", "a gate", "é");

    private final Random random;
    private int payloads;

    RandomValues(Random random) {
        this.random = random;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String entity() {
        return oneOf(ENTITIES);
    }

    String scope() {
        return oneOf(SCOPES);
    }

    String badName() {
        return oneOf(BAD_NAMES);
    }

    String kind() {
        return oneOf(KINDS);
    }

    String refusedKind() {
        return oneOf(REFUSED_KINDS);
    }

    String gateName() {
        return oneOf(GATE_NAMES);
    }

    String text() {
        return oneOf(List.of("", "u1", "Grüße 日本", "x".repeat(below(80))));
    }

    /// A message; no two of a script are equal, so that the hash of a denial names it.
    String message() {
        return text() + " " + number();
    }

    /// A number that no payload of the script had before.
    int number() {
        return ++payloads;
    }

    /// A lane; small ones far more often, so that lanes grow.
    long lane() {
        return chance(4) ? 4_294_967_295L : below(4);
    }

    String id() {
        return "%016x%016x".formatted(random.nextLong() & Long.MAX_VALUE, random.nextLong());
    }

    String hex(int bytes) {
        byte[] all = new byte[bytes];
        random.nextBytes(all);
        return java.util.HexFormat.of().formatHex(all);
    }

    /// Adds `payload` or `payload_hex`; no two payloads of a script are equal, so every hash names one event.
    void payload(ObjectNode command) {
        int number = ++payloads;
        if (chance(10)) {
            command.put("payload_hex", "81a16e%s".formatted(smallestForm(number)));
            return;
        }
        ObjectNode fields = Json.object().put("n", number);
        switch (below(9)) {
            case 0 -> fields.put("text", "x".repeat(below(300)));
            case 1 -> fields.put("text", "Grüße 日本 \uD83D\uDE00 \"\\\n").putNull("nothing");
            case 2 -> fields.put("negative", -1L - random.nextLong(1L << below(63)));
            case 3 -> fields.put("large", Long.MAX_VALUE).put("wide", random.nextLong(1L << below(63)));
            case 4 -> fields.put("real", random.nextInt() / 7.0).put("yes", true);
            case 5 -> fields.set("list", numbers(below(20)));
            case 6 -> fields.set("nested", Json.object().put("b", 1).put("a", 2).put("", "empty key"));
            case 7 -> fields.put("blob", "y".repeat(3000 + below(3000)));
            default -> {
                // the number alone
            }
        }
        command.set("payload", fields);
    }

    /// A payload above the limit of one append.
    void largePayload(ObjectNode command, int bytesMax) {
        command.set("payload", Json.object().put("n", ++payloads).put("large", "z".repeat(bytesMax)));
    }

    void extensions(ObjectNode options) {
        ObjectNode all = Json.object();
        for (int i = below(3); i >= 0; i--) {
            all.put(oneOf(EXTENSION_KEYS), hex(below(24)));
        }
        options.set("extensions", all);
    }

    void badExtension(ObjectNode options) {
        options.set("extensions", Json.object().put(oneOf(BAD_EXTENSION_KEYS), hex(below(4))));
    }

    /// A region of a few axes; with `legal` false one that cannot exist.
    ObjectNode region(boolean legal) {
        ObjectNode region = Json.object();
        if (!legal) {
            if (chance(50)) {
                return region.put("category", 16 + below(200));
            }
            region.set("clock", Json.array().add(2).add(1));
            return region;
        }
        if (chance(40)) {
            region.put("entity", chance(30) ? oneOf(List.of("order", "use", "user", "", "order:")) : entity());
        }
        if (chance(25)) {
            region.put("scope", scope());
        }
        switch (below(6)) {
            case 0 -> region.put("kind", kind());
            case 1 -> region.put("category", below(16));
            case 2 -> region.put("any_kind", true);
            default -> {
                // every kind
            }
        }
        if (chance(20)) {
            int start = below(4);
            region.set("clock", Json.array().add(start).add(start + below(5)));
        }
        if (chance(20)) {
            region.put("lane", lane());
        }
        return region;
    }

    private ArrayNode numbers(int count) {
        ArrayNode list = Json.array();
        for (int i = 0; i < count; i++) {
            list.add(random.nextLong(1L << below(63)));
        }
        return list;
    }

    private static String smallestForm(int number) {
        if (number < 128) {
            return "%02x".formatted(number);
        }
        return number < 256 ? "cc%02x".formatted(number) : "cd%04x".formatted(number);
    }
}
