package io.batpak.verify.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Every rule of the normal form, one by one.
///
/// Tier: unit.
class ScriptNormaliserTest {
    private static final String STANDING =
            "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_every\":1,\"clock_us\":5}}";
    private static final String SYSTEM_TIME = "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\"}";
    private static final String ID_A = "018bcfe568007d2aba9cf3db5ba6b5c6";
    private static final String ID_B = "018bcfe568007ee894707b18cc3259d9";

    @Test
    void generatedIdsAreNamedByFirstAppearanceAndStayNamed() {
        ScriptNormaliser normaliser = normaliser(STANDING);
        assertThat(normalise(normaliser, "get", "{\"event_id\":\"" + ID_A + "\",\"other\":\"" + ID_B + "\"}"))
                .isEqualTo("{\"event_id\":\"id1\",\"other\":\"id2\"}");
        assertThat(normalise(normaliser, "walk", "{\"event_ids\":[\"" + ID_B + "\",\"" + ID_A + "\"]}"))
                .isEqualTo("{\"event_ids\":[\"id2\",\"id1\"]}");
    }

    @Test
    void idsOfTheScriptAndTheZeroIdStay() {
        ScriptNormaliser normaliser = normaliser(STANDING, "{\"op\":\"get\",\"event_id\":\"" + ID_A + "\"}");
        String reply = "{\"causation_id\":\"" + "0".repeat(32) + "\",\"event_id\":\"" + ID_A + "\"}";
        assertThat(normalise(normaliser, "get", reply)).isEqualTo(reply);
    }

    @Test
    void payloadsAndExtensionsThatLookLikeIdsStay() {
        String reply = "{\"extensions\":{\"a.b\":\"" + ID_A + "\"},\"payload_hex\":\"" + ID_A + "\"}";
        assertThat(normalise(normaliser(STANDING), "get", reply)).isEqualTo(reply);
    }

    @Test
    void volatileFieldsGoAtEveryDepth() {
        String reply = "{\"entries\":[{\"position\":{\"offset\":1},\"sequence\":2}],\"error\":{\"handling\":\"Busy\","
                + "\"kind\":\"Io\",\"message\":\"x\"},\"segments\":3,\"token\":4}";
        assertThat(normalise(normaliser(STANDING), "query", reply))
                .isEqualTo("{\"entries\":[{\"sequence\":2}],\"error\":{\"kind\":\"Io\"}}");
    }

    @Test
    void timesStayOnlyWhenEveryClockStandsStill() {
        String reply = "{\"entry\":{\"clock\":0,\"wall_ms\":7}}";
        assertThat(normalise(normaliser(STANDING), "latest", reply)).isEqualTo(reply);
        assertThat(normalise(normaliser(STANDING, SYSTEM_TIME), "latest", reply))
                .isEqualTo("{\"entry\":{\"clock\":0}}");
    }

    @Test
    void theDurableMarkStaysOnlyWhenEveryEventIsSynced() {
        String reply = "{\"durable\":{\"sequence\":1},\"lanes\":[{\"durable\":{\"sequence\":1},\"lane\":0}]}";
        assertThat(normalise(normaliser(STANDING), "frontier", reply)).isEqualTo(reply);
        assertThat(normalise(normaliser(SYSTEM_TIME), "frontier", reply)).isEqualTo("{\"lanes\":[{\"lane\":0}]}");
    }

    @Test
    void aStreamWithoutLaneIsSortedBySequenceAfterItsOwnOrderWasChecked() {
        String early = "{\"clock\":0,\"event_id\":\"" + ID_A + "\",\"sequence\":9,\"wall_ms\":1}";
        String late = "{\"clock\":0,\"event_id\":\"" + ID_B + "\",\"sequence\":8,\"wall_ms\":2}";
        assertThat(normalise(normaliser(STANDING), "stream", "{\"entries\":[" + early + "," + late + "]}"))
                .startsWith("{\"entries\":[{\"clock\":0,\"event_id\":\"id1\",\"sequence\":8")
                .doesNotContain("not_ascending_at");
        assertThat(normalise(normaliser(STANDING), "stream", "{\"entries\":[" + late + "," + early + "]}"))
                .contains("\"not_ascending_at\":1");
    }

    @Test
    void lifecycleEventsKeepTheirPlaceButNotTheirBytes() {
        String reply = "{\"entity\":\"batpak:store\",\"event_hash\":\"aa\",\"payload_hex\":\"bb\",\"sequence\":0}";
        assertThat(normalise(normaliser(STANDING), "get", reply))
                .isEqualTo("{\"entity\":\"batpak:store\",\"event_hash\":\"*\",\"payload_hex\":\"*\",\"sequence\":0}");
    }

    @Test
    void anOpenTellsHowManyEntriesItFoundAndAHelloNothing() {
        assertThat(normalise(
                        normaliser(STANDING), "open", "{\"ok\":true,\"open_path\":\"Mmap\",\"restored\":3,\"tail\":4}"))
                .isEqualTo("{\"entries_found\":7,\"ok\":true}");
        assertThat(normalise(normaliser(STANDING), "hello", "{\"implementation\":\"x\",\"ok\":true}"))
                .isEqualTo("{}");
    }

    @Test
    void filesKeepOnlyTheNamesOfArtifacts() {
        assertThat(
                        normalise(
                                normaliser(STANDING),
                                "files",
                                "{\"files\":[{\"length\":1,\"name\":\"000001.fbat\"},{\"length\":2,\"name\":\"index.idemp\"}]}"))
                .isEqualTo("{\"files\":[\"index.idemp\"]}");
    }

    @Test
    void aSignatureCountsOnlyOverAChosenId() {
        String reply = "{\"event_id\":\"" + ID_A + "\",\"signature\":\"ab\"}";
        assertThat(normalise(normaliser(STANDING), "append", reply))
                .isEqualTo("{\"event_id\":\"id1\",\"signature\":\"*\"}");
        assertThat(normalise(normaliser(STANDING, "{\"op\":\"get\",\"event_id\":\"" + ID_A + "\"}"), "append", reply))
                .isEqualTo(reply);
    }

    @Test
    void everyReceiptOfABatchKeepsItsSignatureOnlyOverAChosenId() {
        String reply = "{\"receipts\":[{\"event_id\":\"" + ID_A + "\",\"signature\":\"ab\"},{\"event_id\":\"" + ID_B
                + "\",\"position\":{\"offset\":7},\"signature\":\"cd\"},{\"event_id\":\"" + ID_B
                + "\",\"signature\":null}]}";
        String chosen = "{\"op\":\"batch\",\"items\":[{\"options\":{\"idempotency_key\":\"" + ID_B + "\"}}]}";
        assertThat(normalise(normaliser(STANDING, chosen), "wait_ticket", reply))
                .isEqualTo("{\"receipts\":[{\"event_id\":\"id1\",\"signature\":\"*\"},{\"event_id\":\"" + ID_B
                        + "\",\"signature\":\"cd\"},{\"event_id\":\"" + ID_B + "\",\"signature\":null}]}");
    }

    @Test
    void ticketsOutcomesAndVerdictsCount() {
        ScriptNormaliser normaliser = normaliser(STANDING);
        for (String reply : List.of(
                "{\"ok\":true,\"ticket\":\"t1\"}",
                "{\"ok\":true,\"outcome\":\"ok\",\"ticket\":\"t2\"}",
                "{\"ok\":true,\"outcome\":\"cancelled\"}",
                "{\"ok\":true,\"verdict\":\"UnsignedReceiptRejected\"}")) {
            assertThat(normalise(normaliser, "submit", reply)).isEqualTo(Script.normalText(Json.parse(reply)));
        }
    }

    @Test
    void theTokenOfAFenceDoesNotCount() {
        assertThat(normalise(normaliser(STANDING), "fence_begin", "{\"ok\":true,\"token\":3}"))
                .isEqualTo("{\"ok\":true}");
    }

    @Test
    void theFrontierThatASyncAnswersKeepsItsDurableMark() {
        String reply = "{\"frontier\":{\"durable\":{\"sequence\":1},\"lanes\":[]}}";
        assertThat(normalise(normaliser(SYSTEM_TIME), "sync", reply)).isEqualTo(reply);
    }

    @Test
    void theSourceOfAFailedBatchIsComparedWithoutItsMessage() {
        String reply = "{\"error\":{\"facts\":{\"item_index\":0,\"source\":{\"facts\":{},\"kind\":\"Configuration\","
                + "\"message\":\"x\"}},\"kind\":\"BatchFailed\"}}";
        assertThat(normalise(normaliser(STANDING), "batch", reply))
                .isEqualTo(
                        "{\"error\":{\"facts\":{\"item_index\":0,\"source\":{\"facts\":{},\"kind\":\"Configuration\"}},"
                                + "\"kind\":\"BatchFailed\"}}");
    }

    private static ScriptNormaliser normaliser(String... lines) {
        return new ScriptNormaliser(Script.of("test", List.of(lines)));
    }

    private static String normalise(ScriptNormaliser normaliser, String operation, String reply) {
        return normaliser.normalise(Json.object().put("op", operation), Json.parse(reply));
    }
}
