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

/// What cannot be a reactor is one compile error, at its line, that says what to do instead.
///
/// Covers: A27.
/// Tier: unit.
class BadReactorsTest {
    /// Three lines.
    private static final String HEAD = """
            package shop;
            import io.batpak.*; import io.batpak.delivery.AtLeastOnce;
            import io.batpak.model.StoredEvent; import java.util.Optional;
            """;

    private static final String OK = "@EventReactor\n";
    private static final String TAKEN = "(TypedEvent<Paid> event, ReactionBatch out)";
    private static final String REACTS = "@Reacts void paid" + TAKEN + " {}\n";

    @TempDir
    private Path folder;

    static Stream<Arguments> declarations() {
        return Stream.of(types(), methods(), parameters(), payloads()).flatMap(each -> each);
    }

    private static Stream<Arguments> types() {
        return Stream.of(
                bad("interface", OK + "interface X { " + REACTS.replace("{}", ";") + "}", 5, "a class that is not"),
                bad("enum", OK + "enum X { A; " + REACTS + "}", 5, "a class that is not abstract"),
                bad("annotation", OK + "@interface X {}", 5, "a class that is not abstract"),
                bad("abstract", OK + "abstract class X { " + REACTS + "}", 5, "a class that is not abstract"),
                bad("private", "class O {\n" + OK + "private record X() { " + REACTS + "}\n}", 6, "remove `private`"),
                bad("name taken", OK + "record X() { " + REACTS + "}\nclass XReactor {}", 5, "rename it or shop.X"),
                bad("empty", OK + "class X {}", 5, "add a method with @Reacts"),
                bad("handler elsewhere", "class X {\n" + REACTS + "}", 5, "belongs into a type with @EventReactor"),
                bad("unknown key", "@EventReactor(error = 1)\nclass X { " + REACTS + "}", 4, "error"),
                bad("annotated twice", OK + OK + "class X { " + REACTS + "}", 5, "EventReactor"));
    }

    private static Stream<Arguments> methods() {
        return Stream.of(
                handler("static", "static void paid" + TAKEN + " {}", "remove `static`"),
                handler("private", "private void paid" + TAKEN + " {}", "remove `private`"),
                handler("generic", "<T> void paid" + TAKEN + " {}", "remove its type parameters"),
                handler("answer", "int paid" + TAKEN + " { return 1; }", "looks like `void paid("),
                handler("throws", "void paid" + TAKEN + " throws Throwable {}", "declare Exception"));
    }

    private static Stream<Arguments> parameters() {
        return Stream.of(
                handler("nothing", "void paid() {}", "looks like"),
                handler("no batch", "void paid(TypedEvent<Paid> event) {}", "looks like"),
                handler("bare payload", "void paid(Paid event, ReactionBatch out) {}", "looks like"),
                handler("payload only", "void paid(StoredEvent event, ReactionBatch out) {}", "looks like"),
                handler("order", "void paid(ReactionBatch out, TypedEvent<Paid> event) {}", "looks like"),
                handler(
                        "bare proof",
                        "void paid(TypedEvent<Paid> e, ReactionBatch out, AtLeastOnce p) {}",
                        "Optional<"),
                handler("proof", "void paid(TypedEvent<Paid> e, ReactionBatch out, Optional<Paid> p) {}", "Optional<"),
                handler("four", "void paid(TypedEvent<Paid> e, ReactionBatch out, int a, int b) {}", "looks like"));
    }

    private static Stream<Arguments> payloads() {
        return Stream.of(
                handler("any", "void paid(TypedEvent<?> event, ReactionBatch out) {}", "? is no payload type"),
                handler("text", "void paid(TypedEvent<String> event, ReactionBatch out) {}", "is no payload type"),
                handler("generic payload", "void paid(TypedEvent<Pair<Paid>> e, ReactionBatch out) {}", "is generic"),
                handler("interface", "void paid(TypedEvent<Open> event, ReactionBatch out) {}", "name a record"),
                handler("sealed", "void paid(TypedEvent<Event> event, ReactionBatch out) {}", "for each payload type"),
                bad("twice", OK + "class X {\n" + REACTS + REACTS.replace("paid", "again") + "}", 7, "one method"));
    }

    private static Arguments handler(String name, String method, String fix) {
        return bad(name, OK + "class X {\n@Reacts " + method + "\n}", 6, fix);
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
        Compilation compilation = Compilation.of(folder, sources(OK + "class X {\n" + REACTS + "}"));
        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.output("shop/XReactor.java")).contains("handlers.paid(event, out)");
    }

    private static Map<String, String> sources(String declaration) {
        return Sources.and(Map.of("shop/X.java", HEAD + declaration + "\n"), Sources.PAYLOADS);
    }
}
