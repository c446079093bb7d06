package io.batpak.cli.script;

import io.batpak.cli.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Typed access to one JSON object of a command. Missing and ill-typed arguments are `ScriptError`s that name
/// the path.
///
/// An explicit `null` counts as absent.
final class Arguments {
    static final long U32_MAX = 0xFFFF_FFFFL;
    static final long U16_MAX = 0xFFFF;
    static final long U8_MAX = 0xFF;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern KIND = Pattern.compile("[0-9a-f]{4}");
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})*");
    private static final BigInteger U64_MAX = BigInteger.TWO.pow(Long.SIZE).subtract(BigInteger.ONE);

    private final String path;
    private final ObjectNode node;

    private Arguments(String path, ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /// The arguments of a whole command.
    static Arguments of(ObjectNode command) {
        return new Arguments("", command);
    }

    /// No arguments at all, standing for the absent object `name`.
    static Arguments none(String name) {
        return new Arguments(name + ".", Json.object());
    }

    /// Refuses keys outside `known`.
    Arguments onlyKeys(Set<String> known) {
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw CommandRefusedException.scriptError("unknown key " + path + key);
            }
        }
        return this;
    }

    boolean has(String name) {
        JsonNode value = node.get(name);
        return value != null && !value.isNull();
    }

    /// The raw argument; empty when absent. A `null` is returned as such.
    Optional<JsonNode> raw(String name) {
        return Optional.ofNullable(node.get(name));
    }

    private Optional<JsonNode> given(String name) {
        return has(name) ? raw(name) : Optional.empty();
    }

    private CommandRefusedException missing(String name) {
        return CommandRefusedException.scriptError("missing argument " + path + name);
    }

    private CommandRefusedException illTyped(String name, String wanted) {
        return CommandRefusedException.scriptError("argument " + path + name + " must be " + wanted);
    }

    Optional<String> optionalText(String name) {
        Optional<JsonNode> value = given(name);
        if (value.isPresent() && !value.get().isString()) {
            throw illTyped(name, "a string");
        }
        return value.map(JsonNode::stringValue);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /// One of `words`.
    Optional<String> optionalWord(String name, List<String> words) {
        Optional<String> value = optionalText(name);
        if (value.isPresent() && !words.contains(value.get())) {
            throw illTyped(name, "one of " + String.join(", ", words));
        }
        return value;
    }

    String word(String name, List<String> words) {
        return optionalWord(name, words).orElseThrow(() -> missing(name));
    }

    Optional<Boolean> optionalTruth(String name) {
        Optional<JsonNode> value = given(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw illTyped(name, "true or false");
        }
        return value.map(JsonNode::booleanValue);
    }

    boolean flag(String name) {
        return optionalTruth(name).orElse(false);
    }

    /// An integer from 0 to `max`.
    OptionalLong optionalNumber(String name, long max) {
        return number(name, BigInteger.ZERO, BigInteger.valueOf(max));
    }

    long number(String name, long max) {
        return optionalNumber(name, max).orElseThrow(() -> missing(name));
    }

    OptionalInt optionalInt(String name, int max) {
        OptionalLong value = optionalNumber(name, max);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /// An integer from 0 to 2^64-1; values above 2^63-1 are answered as 2^63-1, which nothing stored can
    /// exceed.
    OptionalLong optionalUnsigned(String name) {
        return number(name, BigInteger.ZERO, U64_MAX);
    }

    long unsigned(String name) {
        return optionalUnsigned(name).orElseThrow(() -> missing(name));
    }

    /// The list `name` of such integers; empty if absent.
    List<Long> unsignedNumbers(String name) {
        Arguments items = items(name);
        return items.indexes().map(items::unsigned).toList();
    }

    /// A 64-bit signed integer.
    OptionalLong optionalSigned(String name) {
        return number(name, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));
    }

    long signed(String name) {
        return optionalSigned(name).orElseThrow(() -> missing(name));
    }

    private OptionalLong number(String name, BigInteger min, BigInteger max) {
        Optional<JsonNode> value = given(name);
        return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bounded(name, value.get(), min, max));
    }

    private long bounded(String name, JsonNode value, BigInteger min, BigInteger max) {
        if (!value.isIntegralNumber()) {
            throw illTyped(name, "an integer");
        }
        BigInteger exact = value.bigIntegerValue();
        if (exact.compareTo(min) < 0 || exact.compareTo(max) > 0) {
            throw illTyped(name, "an integer from " + min + " to " + max);
        }
        return exact.bitLength() < Long.SIZE ? exact.longValue() : Long.MAX_VALUE;
    }

    /// Two integers `[start, end]`, each from 0 to `max`.
    Optional<long[]> optionalRange(String name, long max) {
        Optional<JsonNode> value = given(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode pair = value.get();
        if (!pair.isArray() || pair.size() != 2) {
            throw illTyped(name, "[start, end]");
        }
        long[] range = new long[2];
        for (int index = 0; index < range.length; index++) {
            range[index] = bounded(name + "." + index, pair.get(index), BigInteger.ZERO, BigInteger.valueOf(max));
        }
        return Optional.of(range);
    }

    /// 32 lower-case hex digits.
    Optional<String> optionalId(String name) {
        return matching(name, ID, "32 lower-case hex digits");
    }

    String id(String name) {
        return optionalId(name).orElseThrow(() -> missing(name));
    }

    /// The raw kind from four lower-case hex digits.
    OptionalInt optionalKind(String name) {
        Optional<String> digits = matching(name, KIND, "4 lower-case hex digits");
        return digits.isPresent() ? OptionalInt.of(HexFormat.fromHexDigits(digits.get())) : OptionalInt.empty();
    }

    int kind(String name) {
        return optionalKind(name).orElseThrow(() -> missing(name));
    }

    /// The list `name` of kinds; empty if absent.
    List<Integer> kinds(String name) {
        Arguments items = items(name);
        return items.indexes().map(items::kind).toList();
    }

    Optional<byte[]> optionalBytes(String name) {
        return matching(name, HEX, "lower-case hex").map(HexFormat.of()::parseHex);
    }

    byte[] bytes(String name) {
        return optionalBytes(name).orElseThrow(() -> missing(name));
    }

    /// Exactly so many bytes in lower-case hex.
    Optional<byte[]> optionalBytes(String name, int length) {
        Optional<byte[]> bytes = optionalBytes(name);
        if (bytes.isPresent() && bytes.get().length != length) {
            throw illTyped(name, length + " bytes in lower-case hex");
        }
        return bytes;
    }

    byte[] bytes(String name, int length) {
        return optionalBytes(name, length).orElseThrow(() -> missing(name));
    }

    /// The list `name` of byte strings, each exactly so long; empty if absent.
    List<byte[]> bytesList(String name, int length) {
        Arguments items = items(name);
        return items.indexes().map(index -> items.bytes(index, length)).toList();
    }

    private Optional<String> matching(String name, Pattern pattern, String wanted) {
        Optional<String> value = optionalText(name);
        if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
            throw illTyped(name, wanted);
        }
        return value;
    }

    Optional<Arguments> optionalObject(String name) {
        Optional<JsonNode> value = given(name);
        if (value.isPresent() && !value.get().isObject()) {
            throw illTyped(name, "an object");
        }
        return value.map(object -> new Arguments(path + name + ".", (ObjectNode) object));
    }

    /// The object `name` as it is written.
    ObjectNode objectNode(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name)).node;
    }

    /// The object `name`, or an empty one.
    Arguments object(String name) {
        return optionalObject(name).orElseGet(() -> none(path + name));
    }

    /// The names in this object, in the order written.
    Set<String> names() {
        return Set.copyOf(node.propertyNames());
    }

    private Optional<JsonNode> optionalList(String name) {
        Optional<JsonNode> value = given(name);
        if (value.isPresent() && !value.get().isArray()) {
            throw illTyped(name, "a list");
        }
        return value;
    }

    /// The list `name` of texts.
    List<String> texts(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        Arguments items = items(name);
        return items.indexes().map(items::text).toList();
    }

    /// The list `name` of lists, each of so many texts.
    List<List<String>> textTuples(String name, int size) {
        if (!has(name)) {
            throw missing(name);
        }
        Arguments items = items(name);
        return items.indexes().map(index -> items.tuple(index, size)).toList();
    }

    private List<String> tuple(String name, int size) {
        List<String> texts = texts(name);
        if (texts.size() != size) {
            throw illTyped(name, "a list of " + size + " texts");
        }
        return texts;
    }

    /// The items of the list `name`, each under its index; none if absent.
    private Arguments items(String name) {
        ObjectNode items = Json.object();
        optionalList(name).ifPresent(list -> {
            for (JsonNode item : list) {
                items.set(Integer.toString(items.size()), item);
            }
        });
        return new Arguments(path + name + ".", items);
    }

    private Stream<String> indexes() {
        return node.propertyNames().stream();
    }

    /// The list `name` of objects.
    List<Arguments> objects(String name) {
        JsonNode list = optionalList(name).orElseThrow(() -> missing(name));
        List<Arguments> items = new ArrayList<>(list.size());
        for (int index = 0; index < list.size(); index++) {
            String itemName = name + "." + index;
            if (!(list.get(index) instanceof ObjectNode item)) {
                throw illTyped(itemName, "an object");
            }
            items.add(new Arguments(path + itemName + ".", item));
        }
        return items;
    }
}
