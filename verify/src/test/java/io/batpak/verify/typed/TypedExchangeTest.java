package io.batpak.verify.typed;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.TypedEvent;
import io.batpak.model.Coordinate;
import io.batpak.verify.script.RustPeer;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Records of ours and structs of the Rust program with the same fields: each side writes through its typed calls,
/// the other decodes through its own, and every value of every shape is the same.
///
/// Covers: A1.
/// Tier: interop.
@Tag("soak-interop")
class TypedExchangeTest {
    private static final int SHAPES_AT_LEAST = 30;
    private static final Coordinate AT = Coordinate.of("shape:java", "interop");

    @TempDir
    private Path root;

    private static ScriptPeer rust() {
        return RustPeer.orSkip("no typed event is exchanged with the Rust batpak");
    }

    private static String name(List<Record> samples) {
        return samples.getFirst().getClass().getSimpleName();
    }

    private StoreConfig config() {
        return StoreConfig.in(root.resolve("journal")).build();
    }

    private static ObjectNode ask(ScriptProcess process, String command) {
        ObjectNode reply = process.ask(command);
        assertThat(reply.path("ok").asBoolean(false))
                .as("%s: %s", command, reply)
                .isTrue();
        return reply;
    }

    private static void open(ScriptProcess process, String mode) {
        ask(process, "{\"op\":\"open\",\"dir\":\"journal\",\"mode\":\"" + mode + "\"}");
    }

    @Test
    void theReferenceDecodesWhatWeWrote() {
        ScriptPeer peer = rust();
        List<List<Record>> all = Samples.all();
        assertThat(all).hasSizeGreaterThanOrEqualTo(SHAPES_AT_LEAST);
        try (Store store = Store.open(config())) {
            all.forEach(samples -> samples.forEach(sample -> store.append(AT, sample)));
        }
        try (ScriptProcess process = ScriptProcess.start(peer, root)) {
            open(process, "read");
            for (List<Record> samples : all) {
                ObjectNode reply = ask(process, "{\"op\":\"typed_check\",\"shape\":\"" + name(samples) + "\"}");
                assertThat(reply.path("different")).as(name(samples)).isEmpty();
                assertThat(reply.path("count").asInt()).as(name(samples)).isEqualTo(samples.size());
            }
        }
    }

    @Test
    void weDecodeWhatTheReferenceWroteAndItsBytesAreOurs() {
        List<List<Record>> all = Samples.all();
        try (ScriptProcess process = ScriptProcess.start(rust(), root)) {
            open(process, "write");
            for (List<Record> samples : all) {
                ask(process, "{\"op\":\"typed_write\",\"shape\":\"" + name(samples) + "\"}");
            }
            ask(process, "{\"op\":\"close\"}");
        }
        try (StoreReader reader = StoreReader.open(config())) {
            for (List<Record> samples : all) {
                assertSame(reader, samples);
            }
        }
    }

    private static void assertSame(StoreReader reader, List<Record> samples) {
        List<? extends TypedEvent<? extends Record>> events =
                reader.read(samples.getFirst().getClass()).toList();
        assertThat(events).as(name(samples)).extracting(TypedEvent::payload).isEqualTo(samples);
        for (int i = 0; i < samples.size(); i++) {
            Record sample = samples.get(i);
            assertThat(events.get(i).event().payload())
                    .as("%s %d", sample, i)
                    .isEqualTo(reader.payloads().encode(sample).payload().bytes());
            assertThat(events.get(i).event().header().payloadVersion()).isEqualTo(1);
        }
    }
}
