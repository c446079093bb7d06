package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.RandomScripts;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// A directory written by one implementation opens in the other, verifies there, and shows the very same
/// entries: every id, hash, sequence, time and place in the files.
///
/// Tier: interop.
@Tag("soak-interop")
class DirectoryExchangeTest {
    @TempDir
    private Path work;

    static LongStream seeds() {
        return Interop.seeds(6, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theReferenceReadsWhatWeWrote(long seed) {
        assertExchange(seed, Interop.java(), Interop.rust());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void weReadWhatTheReferenceWrote(long seed) {
        assertExchange(seed, Interop.rust(), Interop.java());
    }

    private void assertExchange(long seed, ScriptPeer writer, ScriptPeer reader) {
        String replay = Interop.replay(getClass(), seed);
        answers(RandomScripts.filling(seed), writer);
        List<String> own = answers(RandomScripts.listing("read"), writer);
        List<String> other = answers(RandomScripts.listing("read"), reader);
        assertThat(differences(writer, own, other)).as(replay).isEmpty();
        assertIntact(own, replay);

        answers(RandomScripts.listing("write"), reader);
        List<String> after = answers(RandomScripts.listing("read"), writer);
        assertIntact(after, replay);
        List<String> afterThere = answers(RandomScripts.listing("read"), reader);
        assertThat(differences(writer, after, afterThere)).as(replay).isEmpty();
    }

    /// What the two listings differ in, except extensions that the reference lost.
    private static List<ScriptComparer.Difference> differences(
            ScriptPeer writer, List<String> byWriter, List<String> byReader) {
        boolean weWrote = writer.equals(Interop.java());
        return new ScriptComparer(KnownDeviation.EXTENSIONS_FROM_FOOTERS)
                .compare(RandomScripts.listing("read"), weWrote ? byWriter : byReader, weWrote ? byReader : byWriter);
    }

    private static void assertIntact(List<String> listing, String replay) {
        assertThat(listing.get(2))
                .as(replay)
                .contains("\"content_hash_mismatches\":[]")
                .contains("\"dangling_links\":[]");
    }

    /// Replies as they came, with sorted keys; of `open` only whether it succeeded.
    private List<String> answers(Script script, ScriptPeer peer) {
        List<String> replies = new ArrayList<>();
        try (ScriptProcess process = ScriptProcess.start(peer, work)) {
            for (ObjectNode command : script.commands()) {
                ObjectNode reply = process.ask(command);
                if (command.path("op").asString("").equals("open")) {
                    assertThat(reply.path("ok").asBoolean(false))
                            .as("%s opens: %s", peer.name(), reply)
                            .isTrue();
                    reply.retain("ok");
                }
                replies.add(Script.normalText(reply));
            }
        }
        return replies;
    }
}
