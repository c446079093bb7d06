package io.batpak.processor;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What cannot be a payload is one compile error, at its line, that says what to do instead.
///
/// Covers: A26.
/// Tier: unit.
class BadDeclarationsTest {
    private static final String OK = "@EventPayload(category = 0xE, typeId = 1)\n";

    @TempDir
    private Path folder;

    static Stream<Arguments> declarations() {
        return Stream.of(types(), numbers(), components()).flatMap(each -> each);
    }

    private static Stream<Arguments> types() {
        return Stream.of(
                bad("enum", OK + "enum X { A }", 4, "declare `record X(...)`"),
                bad("class", OK + "class X { int a; }", 4, "declare `record X(...)`"),
                bad("interface", OK + "interface X {}", 4, "declare `record X(...)`"),
                bad("unit", OK + "record X() {}", 4, "add one"),
                bad("generic", OK + "record X<T>(T a) {}", 4, "no type parameters"),
                bad("transparent", OK + "@Transparent record X(int a) {}", 4, "remove @Transparent"),
                bad("annotated twice", OK + OK + "record X(int a) {}", 4, "EventPayload"),
                bad("private", "class O {\n" + OK + "private record X(int a) {}\n}", 5, "remove `private`"),
                bad("codec taken", OK + "record X(int a) {}\nclass XCodec {}", 4, "rename it"),
                bad(
                        "kind twice",
                        OK + "record X(int a) {}\n" + OK + "record Y(int a) {}",
                        6,
                        "duplicate kind assignment"));
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                bad("no category", "@EventPayload(typeId = 1)\nrecord X(int a) {}", 3, "category"),
                bad("no type id", "@EventPayload(category = 1)\nrecord X(int a) {}", 3, "typeId"),
                bad("unknown key", "@EventPayload(category = 1, typeId = 1, nope = 1)\nrecord X(int a) {}", 3, "nope"),
                bad(
                        "key twice",
                        "@EventPayload(category = 1, category = 1, typeId = 1)\nrecord X(int a) {}",
                        3,
                        "category"),
                bad("no number", "@EventPayload(category = \"1\", typeId = 1)\nrecord X(int a) {}", 3, "int"),
                bad(
                        "category 0",
                        "@EventPayload(category = 0, typeId = 1)\nrecord X(int a) {}",
                        4,
                        "choose 0x1 to 0xF"),
                bad("category 0xD", "@EventPayload(category = 0xD, typeId = 1)\nrecord X(int a) {}", 4, "without 0xD"),
                bad("category 256", "@EventPayload(category = 256, typeId = 1)\nrecord X(int a) {}", 4, "choose 0x1"),
                bad(
                        "type id",
                        "@EventPayload(category = 1, typeId = 0x1000)\nrecord X(int a) {}",
                        4,
                        "choose 0 to 0xFFF"),
                bad(
                        "version 0",
                        "@EventPayload(category = 1, typeId = 1, version = 0)\nrecord X(int a) {}",
                        4,
                        "1 to 65535"),
                bad(
                        "version",
                        "@EventPayload(category = 1, typeId = 1, version = 65536)\nrecord X(int a) {}",
                        4,
                        "65535"));
    }

    private static Stream<Arguments> components() {
        return Stream.of(
                bad("twice absent", OK + "record X(\njava.util.Optional<PayloadTree> a) {}", 5, "use one Optional"),
                bad("array", OK + "record X(\nint[] a) {}", 5, "use a List"),
                bad("object", OK + "record X(\nObject a) {}", 5, "has no stored form"),
                bad("raw list", OK + "record X(\njava.util.List a) {}", 5, "type arguments"),
                bad("map key", OK + "record X(\njava.util.Map<Integer, String> a) {}", 5, "Map<String, ...>"),
                bad("unsigned", OK + "record X(\n@Unsigned int a) {}", 5, "use long"),
                bad("name twice", OK + "record X(int a,\n@WireName(\"a\") int b) {}", 5, "choose another"),
                bad(
                        "step",
                        OK + "record X(int a) {\n@Upcasts(from = 1) static int up(int a) { return a; }\n}",
                        5,
                        "looks like"),
                bad(
                        "step from",
                        OK
                                + "record X(int a) {\n@Upcasts(from = 1) static PayloadTree up(PayloadTree a) { return a; }\n}",
                        5,
                        "raise its version"));
    }

    /// @param line where the error is; the declaration begins in line 3
    private static Arguments bad(String name, String declaration, int line, String fix) {
        return Arguments.of(name, declaration, line, fix);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("declarations")
    void isOneErrorAtItsLineWithAFix(String name, String declaration, int line, String fix) {
        String source = "package shop;\nimport io.batpak.payload.*;\n" + declaration + "\n";
        Compilation.of(folder, Map.of("shop/X.java", source)).isRefused(name, line, fix);
    }
}
