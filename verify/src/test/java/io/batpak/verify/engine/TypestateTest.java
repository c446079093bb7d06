package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.Transitions;
import io.batpak.Transitions.Moved;
import io.batpak.error.SequenceMismatchException;
import io.batpak.model.AppendOptions;
import io.batpak.model.Entry;
import io.batpak.model.EventHeader;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.StoredEvent;
import io.batpak.model.Value;
import io.batpak.payload.EventPayloadValidation;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadReader;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadWriter;
import io.batpak.testkit.MemFs;
import io.batpak.typestate.Held;
import io.batpak.typestate.Move;
import io.batpak.typestate.Transition;
import io.batpak.typestate.TypedMove;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A state machine can only be moved as its states allow; what is made only by the library cannot be forged. The
/// compiler says so, and here it is asked.
///
/// Covers: A12, A13.
/// Tier: unit.
class TypestateTest {
    private static final String PROGRAM = """
            import io.batpak.*;
            import io.batpak.delivery.*;
            import io.batpak.guard.*;
            import io.batpak.model.*;
            import io.batpak.typestate.*;
            import java.util.*;
            class Program {
                sealed interface Door { record Open() implements Door {} record Closed() implements Door {} }
                record Shut() implements Move<Door.Open, Door.Closed> {
                    public EventKind kind() { return EventKind.of(0xF, 1); }
                    public Payload payload() { return Payload.of(Value.map()); }
                    public Door.Closed next(Door.Open from) { return new Door.Closed(); }
                }
                record Slam(int times) implements TypedMove<Door.Open, Door.Closed> {
                    public Door.Closed next(Door.Open from) { return new Door.Closed(); }
                }
                static Object run(Transitions doors, Held<Door.Open> open, Held<Door.Closed> closed, Store store,
                        GatedWrites<String> writes, Clearance<BatchItem> clearance, BatchItem item,
                        Clearance<List<BatchItem>> batch, AtLeastOnce delivery, ConsumerKey key, ObservedOnce once) {
                    return STATEMENT;
                }
            }
            """;

    @TempDir
    private Path output = Path.of("");

    private record Idle() {}

    private record Busy(int job) {}

    private record Begin(int job) implements Move<Idle, Busy> {
        @Override
        public EventKind kind() {
            return EventKind.of(0xF, 5);
        }

        @Override
        public Payload payload() {
            return Payload.of(Value.map("job", job));
        }

        @Override
        public Busy next(Idle from) {
            return new Busy(job);
        }
    }

    private record End() implements Move<Busy, Idle> {
        @Override
        public EventKind kind() {
            return EventKind.of(0xF, 6);
        }

        @Override
        public Payload payload() {
            return Payload.of(Value.map());
        }

        @Override
        public Idle next(Busy from) {
            return new Idle();
        }
    }

    /// The errors of the compiler for a program with this expression in it.
    private List<String> errorsOf(String expression) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        List<String> errors = new ArrayList<>();
        String text = PROGRAM.replace("STATEMENT", expression);
        SimpleJavaFileObject source =
                new SimpleJavaFileObject(URI.create("memory:///Program.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        String classes = Path.of(URI.create(Store.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
        compiler.getTask(
                        null,
                        null,
                        problem -> {
                            if (problem.getKind() == Diagnostic.Kind.ERROR) {
                                errors.add(problem.getMessage(Locale.ROOT));
                            }
                        },
                        List.of("-proc:none", "-classpath", classes, "-d", output.toString()),
                        null,
                        List.of(source))
                .call();
        return errors;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "doors.apply(open, Transition.of(new Shut()))",
                "doors.apply(open, Transition.of(new Shut())).held().state() instanceof Door.Closed",
                "writes.commit(clearance)",
                "writes.evaluate(\"\", item)",
                "writes.commitBatch(batch)",
                "doors.apply(open, new Slam(2)).held().state() instanceof Door.Closed",
                "doors.apply(open, new Slam(2), AppendOptions.none().lane(1))",
                "ObservedOnce.of(delivery, key).intoParts().delivery()",
            })
    void whatIsLegalCompiles(String expression) {
        assertThat(errorsOf(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "doors.apply(closed, Transition.of(new Shut())) ; cannot be applied|incompatible",
                "(Held<Door.Open>) doors.apply(open, Transition.of(new Shut())).held() ; cannot be converted",
                "new Transition<Door.Closed, Door.Open, Shut>(new Shut()) ; not within bounds",
                "new Clearance<String>(\"order\", List.of()) ; not public|private",
                "new BypassClearance<String>(\"order\", null) ; not public|private",
                "new Store(null, null, null, null) ; not public|private|cannot be applied",
                "writes.commit(item) ; no suitable method|cannot be",
                "writes.commit(batch) ; no suitable method|cannot be",
                "doors.apply(closed, new Slam(2)) ; no suitable method|cannot be",
                "(Held<Door.Open>) doors.apply(open, new Slam(2)).held() ; cannot be converted",
                "new AtLeastOnce(CheckpointId.of(\"mailer\")) ; not public",
                "new ObservedOnce(delivery, key) ; private",
                "ObservedOnce.of(CheckpointId.of(\"mailer\"), key) ; cannot be converted",
                "ObservedOnce.of(delivery, IdempotencyKey.NIL) ; cannot be converted",
                "once.clone() ; protected",
                "new AtLeastOnce(null) {} ; final|not public",
            })
    void whatIsIllegalOrForgedDoesNot(String expression, String because) {
        assertThat(errorsOf(expression))
                .isNotEmpty()
                .anySatisfy(error -> assertThat(error).containsPattern(because));
    }

    @Test
    void eachMoveIsAnEventAndGivesTheNextState() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(quiet(fs).build())) {
            Transitions machines = new Transitions(store);
            Moved<Busy> busy = machines.apply(Held.fresh(AT, new Idle()), Transition.of(new Begin(7)));
            assertThat(busy.held()).isEqualTo(new Held<>(AT, new Busy(7), OptionalLong.of(0)));
            Moved<Idle> idle = machines.apply(busy.held(), Transition.of(new End()));
            assertThat(idle.receipt().clock()).isEqualTo(1);
            assertThat(store.stream(AT.entity()).toList())
                    .extracting(Entry::kind)
                    .containsExactly(EventKind.of(0xF, 5), EventKind.of(0xF, 6));
            assertThat(store.get(busy.receipt().eventId()).value()).isEqualTo(Value.map("job", 7));
        }
    }

    /// A move that is its own payload.
    private record Pay(long cents) implements TypedMove<Idle, Busy> {
        @Override
        public Busy next(Idle from) {
            return new Busy((int) cents);
        }
    }

    private record PayCodec() implements PayloadCodec<Pay> {
        @Override
        public Class<Pay> type() {
            return Pay.class;
        }

        @Override
        public EventKind kind() {
            return EventKind.of(0xF, 7);
        }

        @Override
        public int version() {
            return 3;
        }

        @Override
        public void encode(Pay value, PayloadWriter out) {
            out.signed(value.cents());
        }

        @Override
        public Pay decode(PayloadReader in) {
            return new Pay(in.signed());
        }
    }

    @Test
    void aMoveThatIsAPayloadIsStoredAsSuch() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(quiet(fs)
                .payloads(PayloadRegistry.of(List.of(new PayCodec())))
                .eventPayloadValidation(EventPayloadValidation.SILENT)
                .build())) {
            Transitions machines = new Transitions(store);
            Moved<Busy> busy = machines.apply(Held.fresh(AT, new Idle()), new Pay(5));
            assertThat(busy.held()).isEqualTo(new Held<>(AT, new Busy(5), OptionalLong.of(0)));
            StoredEvent event = store.get(busy.receipt().eventId());
            assertThat(event.kind()).isEqualTo(EventKind.of(0xF, 7));
            assertThat(event.header().payloadVersion()).isEqualTo(3);
            assertThat(store.decode(event, Pay.class)).isEqualTo(new Pay(5));
            Held<Idle> stale = Held.since(AT, new Idle(), 9);
            assertThatThrownBy(() -> machines.apply(stale, new Pay(6))).isInstanceOf(SequenceMismatchException.class);
            AppendOptions options = AppendOptions.none().lane(2).flags(1).payloadVersion(9);
            EventHeader header = store.get(
                            machines.apply(stale, new Pay(6), options).receipt().eventId())
                    .header();
            assertThat(header.position().lane()).isEqualTo(2);
            assertThat(header.flags()).isEqualTo(1);
            assertThat(header.payloadVersion()).isEqualTo(3);
        }
    }

    @Test
    void whoeverMovesWhatHasMovedIsRefused() {
        MemFs fs = new MemFs();
        try (Store store = Store.open(quiet(fs).build())) {
            Transitions machines = new Transitions(store);
            append(store, 0);
            Held<Busy> busy = machines.apply(Held.since(AT, new Idle(), 0), Transition.of(new Begin(1)))
                    .held();
            machines.apply(busy, Transition.of(new End()));
            assertThatThrownBy(() -> machines.apply(busy, Transition.of(new End())))
                    .isInstanceOf(SequenceMismatchException.class);
            AppendOptions elsewhere = AppendOptions.none().lane(2);
            assertThat(machines.apply(busy, Transition.of(new End()), elsewhere)
                            .receipt()
                            .clock())
                    .isZero();
        }
    }
}
