package io.batpak.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generated projections and reactors: that they compile without a warning, whatever may be declared, and how they
/// are called.
///
/// Covers: A28.
/// Tier: unit.
class SourcingProcessorTest {
    private static final String HEAD = """
            package shop;
            import io.batpak.*;
            import io.batpak.delivery.AtLeastOnce;
            import io.batpak.model.StoredEvent;
            import io.batpak.projection.*;
            import java.util.*;
            """;

    @TempDir
    private Path folder;

    private Compilation compiled(String declaration) {
        Compilation compilation =
                Compilation.of(folder, Sources.and(Map.of("shop/X.java", HEAD + declaration), Sources.PAYLOADS));
        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.warnings()).isEmpty();
        return compilation;
    }

    @Test
    void everyFormOfFoldIsADirectCallInOrder() {
        String generated = compiled("""
                @EventSourced(name = "an \\"x\\"", version = 7)
                record X() {
                    @Folds X when(Paid paid) { return this; }
                    @Folds X when(StoredEvent event, Returned returned) throws IllegalStateException { return this; }
                    Optional<X> now(Store store) { return store.project("x:1", XProjection.get()); }
                }
                """).output("shop/XProjection.java");
        assertThat(generated)
                .contains("named(\"an \\\"x\\\"\")")
                .contains("startingWith(() -> new shop.X())")
                .containsSubsequence(
                        ".on(shop.Paid.class, (state, payload) -> state.when(payload))",
                        ".onEvent(shop.Returned.class, (state, event, payload) -> state.when(event, payload))",
                        ".version(7L)")
                .doesNotContain("reflect")
                .doesNotContain("public final class")
                .contains("final class XProjection");
    }

    @Test
    void aSealedPayloadIsFoldedAsAWhole() {
        String generated = compiled("""
                @EventSourced(name = "x")
                public sealed interface X {
                    record None() implements X {}
                    record Some() implements X {}
                    @BeginsWith static None none() { return new None(); }
                    @Folds default X any(StoredEvent event, Event payload) { return new Some(); }
                }
                """).output("shop/XProjection.java");
        assertThat(generated)
                .contains("public final class XProjection")
                .contains(".overEvents(shop.Event.class, (state, event, payload) -> state.any(event, payload))")
                .contains("startingWith(() -> shop.X.none())");
    }

    @Test
    void anEnumInAnotherTypeIsAState() {
        String generated = compiled("""
                interface X {
                    @EventSourced(name = "light")
                    enum Light {
                        ON, OFF;
                        @BeginsWith static Light dark() { return OFF; }
                        @Folds Light any(Event event) { return ON; }
                    }
                }
                """).output("shop/X_LightProjection.java");
        assertThat(generated)
                .contains(".over(shop.Event.class, (state, payload) -> state.any(payload))")
                .contains("Projection<shop.X.Light> get()");
    }

    @Test
    void aGenericStateHasOnlyAGenericBuilder() {
        String generated = compiled("""
                class X {
                    @EventSourced(name = "box")
                    record Box<T extends Comparable<T> & java.io.Serializable, U>(List<T> kept, List<U> more) {
                        @BeginsWith
                        static <A extends Comparable<A> & java.io.Serializable, B> Box<A, B> empty() {
                            return new Box<A, B>(List.of(), List.of());
                        }
                        @Folds Box<T, U> paid(Paid paid) { return this; }
                    }
                    static final Projection<Box<String, int[]>> BOX =
                            X_BoxProjection.<String, int[]>builder().build();
                }
                """).output("shop/X_BoxProjection.java");
        assertThat(generated)
                .contains("public static <T extends java.lang.Comparable<T> & java.io.Serializable, U extends")
                .doesNotContain(" get()");
    }

    @Test
    void aGenericStateBeginsWithItsConstructor() {
        compiled("""
                @EventSourced(name = "box")
                final class X<T> {
                    X() {}
                    @Folds X<T> paid(Paid paid) { return this; }
                }
                """);
    }

    @Test
    void everyFormOfHandlerIsADirectCall() {
        String generated = compiled("""
                @EventReactor
                class X<T> {
                    @Reacts void when(TypedEvent<Paid> event, ReactionBatch out) {}
                    @Reacts void when(TypedEvent<Returned> event, ReactionBatch out, Optional<AtLeastOnce> proof)
                            throws java.io.IOException {}
                    static Reactor reactor() { return XReactor.of(new X<String>()); }
                }
                """).output("shop/XReactor.java");
        assertThat(generated)
                .containsSubsequence(
                        "static <T extends java.lang.Object> io.batpak.Reactor of(shop.X<T> handlers)",
                        ".on(shop.Paid.class, (event, out, _) -> handlers.when(event, out))",
                        ".on(shop.Returned.class, (event, out, proof) -> handlers.when(event, out, proof))")
                .doesNotContain("reflect");
    }

    @Test
    void oneTypeMayFoldAndReact() {
        compiled("""
                @EventSourced(name = "x")
                @EventReactor
                record X() {
                    @Folds X paid(Paid paid) { return this; }
                    @Reacts void paid(TypedEvent<Paid> event, ReactionBatch out) {}
                }
                """);
        assertThat(folder.resolve("out/shop/XProjection.class")).exists();
        assertThat(folder.resolve("out/shop/XReactor.class")).exists();
    }

    @Test
    void aPayloadWithACodecByHandIsLeftToTheRunningProgram() {
        compiled("""
                @EventSourced(name = "x")
                record X() {
                    record ByHand(int a) {}
                    @Folds X paid(ByHand payload) { return this; }
                }
                """);
    }

    @Test
    void itWaitsForTypesThatAreGeneratedInTheSameCompilation() {
        String generated = compiled("""
                class X {
                    @EventSourced(name = "later")
                    record Later(int count) {
                        @BeginsWith static Later none() { return new Later(0); }
                        @Folds Later codec(PaidCodec payload) { return this; }
                    }
                }
                """).output("shop/X_LaterProjection.java");
        assertThat(generated).contains(".on(shop.PaidCodec.class,");
    }

    @Test
    void payloadsThatWereCompiledBeforeAreKnownByTheirClasses() {
        Compilation.of(folder, Sources.PAYLOADS);
        Compilation later = Compilation.of(folder, Map.of("shop/X.java", HEAD + """
                @EventSourced(name = "x")
                record X() {
                    @Folds X any(Event payload) { return this; }
                    @Folds X mixed(Mixed payload) { return this; }
                }
                """));
        assertThat(later.errors()).singleElement().asString().contains("shop.Mixed.Plain is no payload");
    }
}
