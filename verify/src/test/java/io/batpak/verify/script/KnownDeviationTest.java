package io.batpak.verify.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Each deviation excuses the difference it is about, and only in that direction.
///
/// Tier: unit.
class KnownDeviationTest {
    private static final String FRONTIER = "{\"op\":\"frontier\"}";
    private static final String SYNC = "{\"op\":\"sync\"}";

    private static List<ScriptComparer.Difference> compare(
            KnownDeviation known, String command, String ours, String reference) {
        Script script = Script.of("one line", List.of(command));
        return new ScriptComparer(known).compare(script, List.of(ours), List.of(reference));
    }

    private static String marks(int accepted, int written, int durable, int visible) {
        return "{\"accepted\":{\"sequence\":" + accepted + "},\"written\":{\"sequence\":" + written
                + "},\"durable\":{\"sequence\":" + durable + "},\"visible\":{\"sequence\":" + visible + "}}";
    }

    private static String withLanes(String store, String lane) {
        return store.substring(0, store.length() - 1) + ",\"lanes\":[" + lane + "]}";
    }

    @Test
    void marksThatRunAheadBehindAFenceAreExcusedInStoreAndLanes() {
        KnownDeviation known = KnownDeviation.FENCE_HELD_BACK;
        String ours = withLanes(marks(1, 1, 1, 1), marks(1, 1, 1, 1));
        String reference = withLanes(marks(3, 3, 3, 1), marks(2, 2, 2, 1));
        assertThat(compare(known, FRONTIER, ours, reference)).isEmpty();
        assertThat(compare(known, SYNC, "{\"frontier\":" + ours + "}", "{\"frontier\":" + reference + "}"))
                .isEmpty();
        assertThat(compare(known, "{\"op\":\"stats\"}", ours, reference)).hasSize(1);
    }

    @Test
    void marksThatDifferInAnyOtherWayAreNotExcused() {
        KnownDeviation known = KnownDeviation.FENCE_HELD_BACK;
        assertThat(compare(known, FRONTIER, marks(1, 1, 1, 1), marks(3, 3, 3, 2)))
                .as("visible")
                .hasSize(1);
        assertThat(compare(known, FRONTIER, marks(3, 3, 3, 1), marks(1, 1, 1, 1)))
                .as("ours ahead")
                .hasSize(1);
        assertThat(compare(known, FRONTIER, marks(1, 1, 0, 1), marks(1, 1, 1, 1)))
                .as("durable behind, and no fence")
                .hasSize(1);
    }

    @Test
    void onlyMoreKeysHereThanThereAreExcused() {
        KnownDeviation known = KnownDeviation.IDEMPOTENCY_KEY_COUNT;
        String three = "{\"idempotency_keys\":3}";
        String one = "{\"idempotency_keys\":1}";
        assertThat(compare(known, "{\"op\":\"stats\"}", three, one)).isEmpty();
        assertThat(compare(known, "{\"op\":\"stats\"}", one, three)).hasSize(1);
        assertThat(compare(known, FRONTIER, three, one)).hasSize(1);
    }

    @Test
    void keysOfCancelledFencesAreExcusedThereOnly() {
        KnownDeviation known = KnownDeviation.KEY_OF_CANCELLED_FENCE;
        String three = "{\"idempotency_keys\":3}";
        String one = "{\"idempotency_keys\":1}";
        assertThat(compare(known, "{\"op\":\"stats\"}", one, three)).isEmpty();
        assertThat(compare(known, "{\"op\":\"stats\"}", three, one)).hasSize(1);
    }

    @Test
    void extensionsLostThereAreExcusedInReceiptsAndVerdicts() {
        KnownDeviation known = KnownDeviation.EXTENSIONS_FROM_FOOTERS;
        String kept = "{\"receipt\":{\"extensions\":{\"app.a\":\"01\"},\"signature\":\"aa\"}}";
        String lost = "{\"receipt\":{\"extensions\":{},\"signature\":\"bb\"}}";
        assertThat(compare(known, "{\"op\":\"append\"}", kept, lost)).isEmpty();
        assertThat(compare(known, "{\"op\":\"append\"}", lost, kept)).hasSize(1);
        assertThat(compare(known, "{\"op\":\"append\"}", kept, kept.replace("aa", "bb")))
                .as("another signature over the same extensions")
                .hasSize(1);
        String command = "{\"op\":\"verify_receipt\"}";
        assertThat(compare(known, command, "{\"verdict\":\"Signed\"}", "{\"verdict\":\"ExtensionsMismatch\"}"))
                .isEmpty();
        assertThat(compare(known, command, "{\"verdict\":\"Signed\"}", "{\"verdict\":\"InvalidSignature\"}"))
                .hasSize(1);
    }
}
