package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A directory that one implementation holds is refused by the other, and free again when the holder closes
/// or dies.
///
/// Covers: E21, E22.
/// Tier: interop.
class LockExclusionTest {
    @TempDir
    private Path work;

    @Test
    void whatTheReferenceHoldsIsRefusedByUs() {
        assertExclusion(Interop.rust(), Interop.java());
    }

    @Test
    void whatWeHoldIsRefusedByTheReference() {
        assertExclusion(Interop.java(), Interop.rust());
    }

    @Test
    void whatWeHoldIsRefusedByAnotherProcessOfOurs() {
        assertExclusion(Interop.java(), Interop.java());
    }

    private void assertExclusion(ScriptPeer holder, ScriptPeer other) {
        try (ScriptProcess holding = ScriptProcess.start(holder, work);
                ScriptProcess trying = ScriptProcess.start(other, work)) {
            for (String mode : new String[] {"write", "read"}) {
                assertThat(open(holding, mode).path("ok").asBoolean(false)).isTrue();
                assertLocked(open(trying, "write"), "Mutable");
                assertLocked(open(trying, "read"), "ReadOnly");
                holding.ask("{\"op\":\"close\"}");
                assertThat(open(trying, "write").path("ok").asBoolean(false)).isTrue();
                trying.ask("{\"op\":\"close\"}");
            }
            assertThat(open(holding, "write").path("ok").asBoolean(false)).isTrue();
            holding.kill();
            assertThat(open(trying, "write").path("ok").asBoolean(false)).isTrue();
        }
    }

    private static void assertLocked(ObjectNode reply, String mode) {
        assertThat(reply.path("error").path("kind").asString("")).isEqualTo("StoreLocked");
        assertThat(reply.path("error").path("facts").path("mode").asString("")).isEqualTo(mode);
    }

    private static ObjectNode open(ScriptProcess process, String mode) {
        return process.ask("{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"" + mode + "\"}");
    }
}
