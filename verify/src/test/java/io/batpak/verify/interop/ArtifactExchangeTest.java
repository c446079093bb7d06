package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.Json;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// What our close leaves behind is what batpak 0.9.0 opens from: its open says which file it used, and it answers
/// what it answers without the file.
///
/// Tier: interop. Covers: E5, E7.
@Tag("soak-interop")
class ArtifactExchangeTest {
    private static final String WITH_CHECKPOINT = "{\"mmap_index\":false,\"segment_max_bytes\":4096}";
    private static final String WITH_MMAP_INDEX = "{\"segment_max_bytes\":4096}";

    @TempDir
    private Path work;

    @Test
    void theReferenceOpensOurDirectoryThroughTheMmapIndex() throws Exception {
        assertUsed(WITH_MMAP_INDEX, "index.fbati", "Mmap");
    }

    @Test
    void theReferenceOpensOurDirectoryThroughTheCheckpoint() throws Exception {
        assertUsed(WITH_CHECKPOINT, "index.ckpt", "Checkpoint");
    }

    private void assertUsed(String config, String file, String path) throws Exception {
        List<String> script = new ArrayList<>();
        script.add(open("write", config));
        for (int i = 0; i < 40; i++) {
            script.add("{\"op\":\"append\",\"entity\":\"order:" + i % 3 + "\",\"scope\":\"shop\",\"kind\":\"f001\","
                    + "\"payload\":{\"n\":" + i + "},\"options\":{\"lane\":" + i % 2
                    + ",\"extensions\":{\"app.n\":\"0" + i % 8 + "\"}}}");
        }
        script.add("{\"op\":\"close\"}");
        answers(Interop.java(), script)
                .forEach(reply -> assertThat(reply.path("ok").asBoolean(false))
                        .as(reply.toString())
                        .isTrue());
        assertThat(work.resolve("a").resolve(file)).exists();

        List<String> reading =
                List.of(open("read", config), "{\"op\":\"query\"}", "{\"op\":\"verify_chain\"}", "{\"op\":\"close\"}");
        List<ObjectNode> ours = answers(Interop.java(), reading);
        List<ObjectNode> theirs = answers(Interop.rust(), reading);
        assertThat(theirs.getFirst().path("open_path").asString(""))
                .as(theirs.getFirst().toString())
                .isEqualTo(path);
        assertThat(theirs.getFirst().path("restored").asInt(0)).isEqualTo(42);
        assertThat(theirs.getFirst().path("tail").asInt(-1)).isZero();
        for (int i = 1; i < 3; i++) {
            assertThat(Json.text(Json.sorted(theirs.get(i)))).isEqualTo(Json.text(Json.sorted(ours.get(i))));
        }
        assertThat(Json.text(Json.sorted(theirs.get(1)))).contains("app.n");

        Files.delete(work.resolve("a").resolve(file));
        List<ObjectNode> rebuilt = answers(Interop.rust(), reading);
        assertThat(rebuilt.getFirst().path("open_path").asString("")).isEqualTo("Rebuild");
        assertThat(Json.text(Json.sorted(rebuilt.get(2)))).isEqualTo(Json.text(Json.sorted(theirs.get(2))));
    }

    private static String open(String mode, String config) {
        return "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"" + mode + "\",\"config\":" + config + "}";
    }

    private List<ObjectNode> answers(ScriptPeer peer, List<String> commands) {
        List<ObjectNode> replies = new ArrayList<>();
        try (ScriptProcess process = ScriptProcess.start(peer, work)) {
            for (String command : commands) {
                replies.add(process.ask(Json.parse(command)));
            }
        }
        return replies;
    }
}
