package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import io.batpak.verify.script.ScriptPeer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The intended differences from the reference, each shown on both sides, so that a change of either is
/// noticed.
///
/// Tier: interop.
class DeviationsTest {
    private static final String OPEN =
            "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_every\":1,\"clock_us\":1700000000000000}}";
    private static final String DROP = "{\"op\":\"drop\"}";
    private static final String APPEND =
            "{\"op\":\"append\",\"id\":\"one\",\"entity\":\"e\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":{\"n\":1},"
                    + "\"options\":{\"extensions\":{\"app.audit\":\"07\"}}}";

    @TempDir
    private Path work;

    @Test
    void extensionsOfRowsTakenFromAFooterStay() {
        // an index artifact of the first session, and a sealed segment behind it that only the footer describes
        Script script = Script.of(
                "extensions",
                List.of(
                        OPEN,
                        "{\"op\":\"close\"}",
                        OPEN,
                        APPEND,
                        DROP,
                        OPEN,
                        DROP,
                        OPEN,
                        "{\"op\":\"stream\",\"entity\":\"e\"}"));
        List<String> ours = run(script, Interop.java());
        List<String> reference = run(script, Interop.rust());
        assertThat(ours.getLast()).contains("\"extensions\":{\"app.audit\":\"07\"}");
        assertThat(reference.getLast()).contains("\"extensions\":{}");
        assertThat(new ScriptComparer(KnownDeviation.EXTENSIONS_FROM_FOOTERS).compare(script, ours, reference))
                .isEmpty();
    }

    @Test
    void theCountOfKeysIsRemembered() {
        Script script = Script.of(
                "keys", List.of(OPEN, APPEND, "{\"op\":\"stats\"}", "{\"op\":\"close\"}", OPEN, "{\"op\":\"stats\"}"));
        List<String> ours = run(script, Interop.java());
        assertThat(ours.getLast()).contains("\"event_count\":4").contains("\"idempotency_keys\":3");
        assertThat(new ScriptComparer().compare(script, ours, run(script, Interop.rust())))
                .isEmpty();
    }

    @Test
    void theKeysOfADroppedSessionAreRememberedAsWell() {
        Script script = Script.of("dropped keys", List.of(OPEN, APPEND, DROP, OPEN, "{\"op\":\"stats\"}"));
        List<String> ours = run(script, Interop.java());
        List<String> reference = run(script, Interop.rust());
        assertThat(ours.getLast()).contains("\"event_count\":3").contains("\"idempotency_keys\":2");
        assertThat(reference.getLast()).contains("\"event_count\":3").contains("\"idempotency_keys\":1");
        assertThat(new ScriptComparer(KnownDeviation.IDEMPOTENCY_KEY_COUNT).compare(script, ours, reference))
                .isEmpty();
    }

    private List<String> run(Script script, ScriptPeer peer) {
        return ScriptComparer.run(script, peer, work.resolve(peer.name()));
    }
}
