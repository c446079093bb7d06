package io.batpak.verify.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// What every random script keeps to, whoever answers it: nothing in it depends on the moment, and all of it
/// together names every operation.
///
/// Tier: unit.
class RandomScriptsLawsTest {
    private static final int SEEDS = 300;
    private static final Set<String> ENDS = Set.of("fence_commit", "fence_cancel", "fence_drop", "close", "drop");
    private static final Set<String> ENQUEUING = Set.of("submit", "submit_batch", "try_submit");

    /// Operations that count what a fence holds back, or move the clock under it.
    private static final Set<String> FREE_BEHIND_A_FENCE =
            Set.of("frontier", "stats", "crash_copy", "sync", "clock", "latest", "walk", "verify_chain");

    @Test
    void aSeedAlwaysGivesTheSameScript() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(RandomScripts.script(seed).text())
                    .isEqualTo(RandomScripts.script(seed).text());
            assertThat(RandomScripts.script(seed).text())
                    .isNotEqualTo(RandomScripts.script(seed + 1).text());
        }
    }

    @Test
    void togetherTheScriptsNameEveryOperation() {
        Map<String, Integer> counts = new HashMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (ObjectNode command : RandomScripts.script(seed).commands()) {
                counts.merge(operation(command), 1, Integer::sum);
            }
        }
        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        "open",
                        "close",
                        "drop",
                        "clock",
                        "append",
                        "reaction",
                        "batch",
                        "denial",
                        "submit",
                        "submit_batch",
                        "try_submit",
                        "wait_ticket",
                        "sync",
                        "fence_begin",
                        "fence_submit",
                        "fence_batch",
                        "fence_commit",
                        "fence_cancel",
                        "fence_drop",
                        "get",
                        "query",
                        "stream",
                        "latest",
                        "walk",
                        "frontier",
                        "wait_for",
                        "stats",
                        "verify_chain",
                        "verify_receipt",
                        "crash_copy",
                        "flip");
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isGreaterThan(SEEDS / 5));
    }

    @Test
    void nothingShowsWhatAFenceHoldsBack() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            boolean fenced = false;
            for (ObjectNode command : RandomScripts.script(seed).commands()) {
                String operation = operation(command);
                if (command.has("store")) {
                    assertThat(fenced).as("seed %d: %s", seed, command).isFalse();
                } else if (operation.equals("fence_begin")) {
                    fenced = true;
                } else if (ENDS.contains(operation)) {
                    fenced = false;
                }
                assertThat(fenced && FREE_BEHIND_A_FENCE.contains(operation))
                        .as("seed %d: %s behind a fence", seed, command)
                        .isFalse();
            }
        }
    }

    @Test
    void everyTicketIsWaitedForBeforeAnythingButASyncFollows() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            boolean near = false;
            for (ObjectNode command : RandomScripts.script(seed).commands()) {
                String operation = operation(command);
                if (ENQUEUING.contains(operation) || ENDS.contains(operation)) {
                    near = true;
                } else if (operation.equals("wait_ticket")) {
                    assertThat(near).as("seed %d: %s", seed, command).isTrue();
                } else if (!operation.equals("sync")) {
                    near = false;
                }
            }
        }
    }

    @Test
    void everyTicketIsTakenOnce() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Set<String> taken = new HashSet<>();
            for (ObjectNode command : RandomScripts.script(seed).commands()) {
                String ticket = command.path("ticket").asString("");
                if (!ticket.isEmpty() && !ticket.equals("t9999")) {
                    assertThat(taken.add(ticket))
                            .as("seed %d: %s", seed, ticket)
                            .isTrue();
                }
            }
            for (int i = 1; i <= taken.size(); i++) {
                assertThat(taken).as("seed %d", seed).contains("t" + i);
            }
        }
    }

    @Test
    void aFilledDirectoryHidesNothing() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<String> operations = RandomScripts.filling(seed).commands().stream()
                    .map(RandomScriptsLawsTest::operation)
                    .toList();
            assertThat(operations).as("seed %d", seed).doesNotContain("fence_begin", "submit", "crash_copy");
        }
    }

    private static String operation(ObjectNode command) {
        return command.path("op").asString("");
    }
}
