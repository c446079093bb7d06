package io.batpak.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What cannot be a projection is one compile error, at its line, that says what to do instead.
///
/// Covers: A25.
/// Tier: unit.
class BadProjectionsTest {
    /// Three lines.
    private static final String HEAD = """
            package shop;
            import io.batpak.projection.*; import io.batpak.model.StoredEvent;
            import org.jspecify.annotations.Nullable;
            """;

    private static final String OK = "@EventSourced(name = \"x\")\n";
    private static final String RECORD = OK + "record X(int a) {\n";
    private static final String BEGIN = "@BeginsWith static X begin() { return new X(0); }\n";
    private static final String FOLD = "@Folds X paid(Paid paid) { return this; }\n";

    @TempDir
    private Path folder;

    static Stream<Arguments> declarations() {
        return Stream.of(types(), names(), beginnings(), methods(), payloads()).flatMap(each -> each);
    }

    private static Stream<Arguments> types() {
        return Stream.of(
                bad("open class", OK + "class X { " + FOLD + "}", 5, "a final class or sealed"),
                bad("open interface", OK + "interface X { " + FOLD + "}", 5, "a final class or sealed"),
                bad("annotation", OK + "@interface X {}", 5, "a final class or sealed"),
                bad("no final field", OK + "final class X {\nint a; " + FOLD + "}", 6, "make its field a final"),
                bad("inner", "class O {\n" + OK + "final class X { " + FOLD + "}\n}", 6, "make X static"),
                bad("private", "class O {\n" + OK + "private record X() { " + FOLD + "}\n}", 6, "remove `private`"),
                bad("name taken", OK + "record X() { " + FOLD + "}\nclass XProjection {}", 5, "rename it or shop.X"),
                bad("no fold", RECORD + BEGIN + "}", 5, "add a method with @Folds"),
                bad("fold elsewhere", "final class X {\n" + FOLD + "}", 5, "belongs into a type with @EventSourced"),
                bad("beginning elsewhere", "record X(int a) {\n" + BEGIN + "}", 5, "belongs into a type with"));
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                bad("no name", "@EventSourced\nrecord X() { " + FOLD + "}", 4, "name"),
                bad("empty name", "@EventSourced(name = \"\")\nrecord X() { " + FOLD + "}", 5, "has no name"),
                bad("unknown key", "@EventSourced(name = \"x\", error = 1)\nrecord X() { " + FOLD + "}", 4, "error"),
                bad("key twice", "@EventSourced(name = \"x\", name = \"y\")\nrecord X() { " + FOLD + "}", 4, "name"),
                bad("version", "@EventSourced(name = \"x\", version = \"1\")\nrecord X() { " + FOLD + "}", 4, "long"),
                bad("annotated twice", OK + OK + "record X() { " + FOLD + "}", 5, "EventSourced"));
    }

    private static Stream<Arguments> beginnings() {
        String two = BEGIN + BEGIN.replace("begin", "other");
        return Stream.of(
                bad("none", RECORD + FOLD + "}", 5, "`@BeginsWith static X empty()`"),
                bad("none for enum", OK + "enum X { A;\n" + FOLD + "}", 5, "@BeginsWith"),
                bad(
                        "none for sealed",
                        OK + "sealed interface X { " + FOLD.replace("{ return this; }", ";")
                                + "record Y() implements X { public X paid(Paid paid) { return this; } } }",
                        5,
                        "@BeginsWith"),
                bad("private constructor", OK + "final class X { private X() {}\n" + FOLD + "}", 5, "@BeginsWith"),
                bad("two", RECORD + two + FOLD + "}", 7, "keep one method"),
                bad("not static", RECORD + BEGIN.replace("static ", "") + FOLD + "}", 6, "looks like `static shop.X"),
                bad("private", RECORD + BEGIN.replace("static", "private static") + FOLD + "}", 6, "is not private"),
                bad("parameter", RECORD + BEGIN.replace("()", "(int a)") + FOLD + "}", 6, "looks like"),
                bad("throws", RECORD + BEGIN.replace("()", "() throws Exception") + FOLD + "}", 6, "throws nothing"),
                bad("another type", RECORD + "@BeginsWith static int begin() { return 0; }\n" + FOLD + "}", 6, "looks"),
                bad(
                        "some arguments",
                        OK + "record X<T>() {\n@BeginsWith static X<String> begin() { return new X<>(); }\n"
                                + "@Folds X<T> paid(Paid paid) { return this; } }",
                        6,
                        "static <...> shop.X<T>"));
    }

    private static Stream<Arguments> methods() {
        return Stream.of(
                fold("void", "void paid(Paid paid) {}", "return shop.X instead of void"),
                fold("another type", "int paid(Paid paid) { return 1; }", "return shop.X instead of int"),
                fold("null", "@Nullable X paid(Paid paid) { return null; }", "never null"),
                fold("static", "static X paid(Paid paid) { return new X(0); }", "remove `static`"),
                fold("private", "private X paid(Paid paid) { return this; }", "remove `private`"),
                fold("generic", "<T extends Paid> X paid(T paid) { return this; }", "remove its type parameters"),
                fold("checked", "X paid(Paid paid) throws java.io.IOException { return this; }", "IOException"),
                fold("nothing taken", "X paid() { return this; }", "takes the payload"),
                fold("too much taken", "X paid(Paid paid, int more) { return this; }", "takes the payload"),
                fold("event last", "X paid(Paid paid, StoredEvent event) { return this; }", "takes the payload"),
                fold("no payload", "X paid(StoredEvent event) { return this; }", "takes the payload"));
    }

    private static Stream<Arguments> payloads() {
        return Stream.of(
                fold("primitive", "X paid(int paid) { return this; }", "int is no payload type"),
                fold("array", "X paid(Paid[] paid) { return this; }", "is no payload type"),
                fold("text", "X paid(String paid) { return this; }", "java.lang.String is no payload type"),
                fold("generic payload", "X paid(Pair<String> paid) { return this; }", "shop.Pair is generic"),
                fold("open interface", "X paid(Open paid) { return this; }", "make it sealed, or name a record"),
                fold("open end", "X paid(Leaky paid) { return this; }", "shop.Leaky.Leak does not say"),
                fold("one without", "X paid(Mixed paid) { return this; }", "shop.Mixed.Plain is no payload"),
                fold(
                        "hidden",
                        "X paid(Hidden paid) { return this; } private record Hidden(int a) {}",
                        "Hidden is private"),
                bad(
                        "twice",
                        RECORD + BEGIN + FOLD + FOLD.replace("paid(", "again(") + "}",
                        8,
                        "paid(shop.Paid) already"),
                bad(
                        "again as a part",
                        RECORD + BEGIN + FOLD + "@Folds X any(Event any) { return this; } }",
                        8,
                        "events of shop.Paid are handled"));
    }

    private static Arguments fold(String name, String method, String fix) {
        return bad(name, RECORD + BEGIN + "@Folds " + method + "\n}", 7, fix);
    }

    /// @param line where the error is; the declaration begins in line 4
    private static Arguments bad(String name, String declaration, int line, String fix) {
        return Arguments.of(name, declaration, line, fix);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("declarations")
    void isOneErrorAtItsLineWithAFix(String name, String declaration, int line, String fix) {
        Compilation.of(folder, sources(declaration)).isRefused(name, line, fix);
    }

    @Test
    void whatTheyAllDepartFromIsAccepted() {
        Compilation compilation = Compilation.of(folder, sources(RECORD + BEGIN + FOLD + "}"));
        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.output("shop/XProjection.java")).contains("state.paid(payload)");
    }

    private static Map<String, String> sources(String declaration) {
        return Sources.and(Map.of("shop/X.java", HEAD + declaration + "\n"), Sources.PAYLOADS);
    }
}
