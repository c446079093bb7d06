package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.ScriptProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in `interop/` keeps the rules of the script protocol that the stories do not show.
///
/// Tier: interop.
class RustPeerTest {
    private static final String OPEN = "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\"}";
    private static final String APPEND =
            "{\"op\":\"append\",\"entity\":\"e\",\"scope\":\"s\",\"kind\":\"f001\",\"payload\":1}";

    @TempDir
    private Path work;

    @Test
    void aHaltEndsTheProcessAndANewOneFindsTheAppendedEvent() {
        try (ScriptProcess peer = ScriptProcess.start(Interop.rust(), work)) {
            assertThat(ask(peer, OPEN)).contains("\"ok\":true");
            assertThat(ask(peer, APPEND)).contains("\"ok\":true");
            assertThat(ask(peer, "{\"op\":\"halt\"}")).isEqualTo("{\"halted\":9}");
            assertThat(ask(peer, "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"read\"}"))
                    .contains("\"ok\":true");
            assertThat(ask(peer, "{\"op\":\"stream\",\"entity\":\"e\"}")).contains("\"entity\":\"e\"");
        }
    }

    @Test
    void whatItCannotDoIsListedAndRefusedByKind() {
        try (ScriptProcess peer = ScriptProcess.start(Interop.rust(), work)) {
            assertThat(ask(peer, "{\"op\":\"hello\"}")).contains("\"compact\"").contains("0.9.0");
            assertThat(ask(peer, "{\"op\":\"compact\"}")).contains("\"kind\":\"Unsupported\"");
            for (String line : new String[] {
                "{\"op\":\"dance\"}",
                "{\"op\":\"open\",\"dir\":\"../a\",\"mode\":\"write\"}",
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"size\":1}}",
                "{\"op\":\"query\"}",
                "{\"op\":\"files\",\"dir\":\"@9.dir\"}",
            }) {
                assertThat(ask(peer, line)).as(line).contains("\"kind\":\"ScriptError\"");
            }
        }
    }

    @Test
    void aDamagedByteIsReportedByTheCheckOfTheChain() {
        try (ScriptProcess peer = ScriptProcess.start(Interop.rust(), work)) {
            ask(peer, OPEN);
            ask(peer, APPEND);
            ask(peer, "{\"op\":\"close\"}");
            assertThat(ask(peer, "{\"op\":\"files\",\"dir\":\"a\"}")).contains("000001.fbat");
            assertThat(ask(peer, "{\"op\":\"flip\",\"dir\":\"a\",\"file\":\"000001.fbat\",\"offset\":200,\"xor\":1}"))
                    .contains("\"ok\":true");
            ask(peer, "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"read\"}");
            assertThat(ask(peer, "{\"op\":\"verify_chain\"}")).contains("\"ok\":false");
        }
    }

    @Test
    void aFenceLeftActiveEndsWithTheStoreAndItsTicketsAsCancelled() {
        String fenced = APPEND.replace("\"append\"", "\"fence_submit\"");
        for (String end : new String[] {"close", "drop", "fence_drop"}) {
            try (ScriptProcess peer = ScriptProcess.start(Interop.rust(), work.resolve(end))) {
                ask(peer, OPEN);
                assertThat(ask(peer, fenced)).contains("VisibilityFenceNotActive");
                ask(peer, "{\"op\":\"fence_begin\"}");
                assertThat(ask(peer, fenced)).contains("\"ticket\":\"t1\"");
                assertThat(ask(peer, "{\"op\":\"wait_ticket\",\"ticket\":\"t1\"}"))
                        .as("nothing answers before the fence ends")
                        .contains("ScriptError");
                assertThat(ask(peer, "{\"op\":\"frontier\"}")).contains("\"ok\":true");
                assertThat(ask(peer, "{\"op\":\"" + end + "\"}")).contains("\"ok\":true");
                assertThat(ask(peer, "{\"op\":\"wait_ticket\",\"ticket\":\"t1\"}"))
                        .contains("VisibilityFenceCancelled");
                assertThat(ask(peer, "{\"op\":\"wait_ticket\",\"ticket\":\"t1\"}"))
                        .as("taken before")
                        .contains("ScriptError");
                if (!end.equals("fence_drop")) {
                    ask(peer, OPEN);
                }
                assertThat(ask(peer, "{\"op\":\"stream\",\"entity\":\"e\"}")).contains("\"entries\":[]");
                assertThat(ask(peer, APPEND)).contains("\"ok\":true");
            }
        }
    }

    private static String ask(ScriptProcess peer, String command) {
        return peer.ask(command).toString();
    }
}
