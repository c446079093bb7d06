package io.batpak.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.model.CausalGraph.Cause;
import io.batpak.model.CausalGraph.Edge;
import io.batpak.model.CausalGraph.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Causal graphs as values, and what they look like in the languages of the drawing programs.
///
/// Covers: none of the catalogue (our own). Tier: unit.
class CausalGraphTest {
    private static final String PLACED = "00000000000000000000000000000001";
    private static final String PAID = "00000000000000000000000000000002";
    private static final String GONE = "00000000000000000000000000000063";

    private static Node node(long id, long cause, long sequence, String entity) {
        Optional<CausationId> causation = cause == 0 ? Optional.empty() : Optional.of(new CausationId(0, cause));
        return new Node(new EventId(0, id), causation, sequence, EventKind.ofRaw(0xF001), entity, "shop", 1000);
    }

    private static CausalGraph graph(Node... nodes) {
        return new CausalGraph(List.of(nodes), List.of(), false);
    }

    @Test
    void aGraphIsDrawnInCommitOrderWhateverOrderItWasFoundIn() {
        CausalGraph graph = graph(node(2, 1, 8, "payment:1"), node(1, 0, 7, "order:1"));

        assertThat(graph.toDot()).isEqualTo("""
                digraph causes {
                  node [shape=box];
                  "%1$s" [label="order:1\\n0xF001, sequence 7"];
                  "%2$s" [label="payment:1\\n0xF001, sequence 8"];
                  "%1$s" -> "%2$s";
                }
                """.formatted(PLACED, PAID));
        assertThat(graph.toMermaid()).isEqualTo("""
                flowchart TD
                  e%1$s["order:1<br/>0xF001, sequence 7"]
                  e%2$s["payment:1<br/>0xF001, sequence 8"]
                  e%1$s --> e%2$s
                """.formatted(PLACED, PAID));
        assertThat(graph(node(1, 0, 7, "order:1"), node(2, 1, 8, "payment:1"))).isEqualTo(graph);
    }

    @Test
    void causesThatAreElsewhereOrUnknownAndACutAreShownAsSuch() {
        Node paid = node(2, 1, 8, "payment:1");
        Node shipped = node(3, 0x63, 9, "parcel:1");
        Node again = node(4, 0x63, 10, "parcel:2");
        CausalGraph graph = new CausalGraph(
                List.of(paid, shipped, again), List.of(new EventId(0, 0x63), new EventId(0, 0x63)), true);

        assertThat(graph.unknownCauses()).hasSize(1);
        assertThat(graph.edges())
                .containsExactly(
                        new Edge(new EventId(0, 1), Cause.OUTSIDE, paid),
                        new Edge(new EventId(0, 0x63), Cause.UNKNOWN, shipped),
                        new Edge(new EventId(0, 0x63), Cause.UNKNOWN, again));
        assertThat(graph.toDot())
                .contains("\"" + PLACED + "\" [label=\"not in this graph\", style=dashed];\n")
                .containsOnlyOnce("\"" + GONE + "\" [label=\"not in the journal\", style=dashed];\n")
                .contains("\"more\" [label=\"more, not shown\", style=dotted];\n");
        assertThat(graph.toMermaid())
                .contains("  e" + PLACED + "([\"not in this graph\"])\n")
                .containsOnlyOnce("  e" + GONE + "([\"not in the journal\"])\n")
                .contains("  e" + GONE + " -.-> e00000000000000000000000000000003\n")
                .contains("  more([\"more, not shown\"])\n");
    }

    @Test
    void anEventThatIsItsOwnCauseHasAnEdgeToItself() {
        CausalGraph graph = graph(node(1, 1, 0, "a"));

        assertThat(graph.edges()).extracting(Edge::standing).containsExactly(Cause.NODE);
        assertThat(graph.toMermaid()).contains("e" + PLACED + " --> e" + PLACED + "\n");
    }

    @Test
    void ofTwoEventsWithOneIdTheLastHasTheName() {
        CausalGraph graph = graph(node(1, 0, 4, "a"), node(1, 0, 6, "b"), node(2, 1, 7, "c"));

        assertThat(graph.toDot())
                .contains("\"" + PLACED + "_4\" [label=\"a\\n")
                .contains("\"" + PLACED + "\" [label=\"b\\n")
                .contains("\"" + PLACED + "\" -> \"" + PAID + "\";");
        assertThat(graph.toMermaid()).contains("e" + PLACED + "_4[\"a<br/>");
    }

    @Test
    void unsignedSequencesKeepTheirOrderAndTheirDigits() {
        assertThat(graph(node(1, 0, -1, "a"), node(2, 0, 3, "b")).toDot())
                .containsSubsequence("sequence 3\"", "sequence 18446744073709551615\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a\"b ~ a\\\"b ~ a#34;b",
                "a\\b ~ a\\\\b ~ a#92;b",
                "<b>&amp; ~ <b>&amp;amp; ~ #60;b#62;#38;amp#59;",
                "#lt;`x` ~ #lt;`x` ~ #35;lt#59;#96;x#96;",
                "1. *a* _b_ ~ 1. *a* _b_ ~ 1#46; #42;a#42; #95;b#95;",
                "[x](y);%% ~ [x](y);%% ~ #91;x#93;#40;y#41;#59;#37;#37;",
                "größe:日本 🚀 ~ größe:日本 🚀 ~ größe:日本 🚀",
                "שלום ~ שלום ~ שלום",
            })
    void namesAddNoMarkup(String name, String inDot, String inMermaid) {
        CausalGraph graph = graph(node(1, 0, 0, name));

        assertThat(graph.toDot()).contains("[label=\"" + inDot + "\\n0xF001");
        assertThat(graph.toMermaid()).contains("[\"" + inMermaid + "<br/>0xF001");
    }

    @Test
    void charactersThatSteerAreSpelledOut() {
        CausalGraph graph = graph(node(1, 0, 0, "a\nb\u202Ec\u2066d\u2028e\u007Ff\uD800g"));

        assertThat(graph.toDot()).contains("a\\\\u000ab\\\\u202ec\\\\u2066d\\\\u2028e\\\\u007ff\\\\ud800g\\n0xF001");
        assertThat(graph.toMermaid())
                .contains("a#92;u000ab#92;u202ec#92;u2066d#92;u2028e#92;u007ff#92;ud800g<br/>")
                .hasLineCount(2);
    }

    @Test
    void anEmptyGraphIsStillAGraph() {
        assertThat(graph().toDot()).isEqualTo("digraph causes {\n  node [shape=box];\n}\n");
        assertThat(graph().toMermaid()).isEqualTo("flowchart TD\n");
    }

    @Test
    void boundsThatVisitNothingAreRefused() {
        assertThatThrownBy(() -> new CausalBounds(-1, 1))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("stepsMax");
        assertThatThrownBy(() -> CausalBounds.events(0))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("eventsMax");
        assertThat(CausalBounds.events(5).steps(2)).isEqualTo(new CausalBounds(2, 5));
    }
}
