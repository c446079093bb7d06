package io.batpak.testkit;

import static io.batpak.testkit.JournalScenario.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StreamExistsException;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Given, when, then: what passes, and how what does not is told.
/// Tier: unit.
final class JournalScenarioTest {
    private static final EventKind PLACED = EventKind.of(0xF, 1);
    private static final EventKind PAID = EventKind.of(0xF, 2);

    private static BatchItem placed(int cents) {
        return event("order:1", "shop", PLACED, "cents", cents);
    }

    private static BatchItem paid(int cents) {
        return event("order:1", "shop", PAID, "cents", cents);
    }

    private static void append(Store store, BatchItem item) {
        store.append(item.at(), item.kind(), item.payload(), item.options());
    }

    private static void payOnce(Store store) {
        store.append(paid(5).at(), PAID, paid(5).payload(), AppendOptions.expecting(0));
    }

    @Test
    void theExpectedEventsPassAndCountForTheNextStep() {
        JournalScenario.given(placed(5))
                .when(JournalScenarioTest::payOnce)
                .then(paid(5))
                .when(JournalScenarioTest::payOnce)
                .thenRefused(SequenceMismatchException.class)
                .when(store ->
                        assertThat(store.query(Region.entity("order")).toList()).hasSize(2))
                .thenNothing()
                .when(store -> append(store, placed(6)))
                .thenSeen(store ->
                        assertThat(store.query(Region.kind(PLACED)).toList()).hasSize(2));
    }

    @Test
    void whatIsHandedOverCountsAsAppended() {
        JournalScenario.given()
                .when(store -> store.submit(paid(1).at(), PAID, paid(1).payload()))
                .then(paid(1));
    }

    @Test
    void theWrongEventsAreShownLineByLine() {
        assertThatThrownBy(() -> JournalScenario.given(placed(5))
                        .when(store -> {
                            append(store, paid(1));
                            append(store, paid(2));
                        })
                        .then(placed(7), paid(1), paid(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        behind 1 given events, not the expected events (- missing, + not expected):
                          - order:1@shop 0xF001 {"cents":7}
                            order:1@shop 0xF002 {"cents":1}
                          - order:1@shop 0xF002 {"cents":3}
                          + order:1@shop 0xF002 {"cents":2}""");
    }

    @Test
    void lanesAreCompared() {
        BatchItem onLane = BatchItem.of(
                paid(1).at(), PAID, paid(1).payload(), AppendOptions.none().lane(3));
        JournalScenario.given(onLane).when(store -> append(store, onLane)).then(onLane);
        assertThatThrownBy(() -> JournalScenario.given()
                        .when(store -> append(store, onLane))
                        .then(paid(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("+ order:1@shop lane 3 0xF002 {\"cents\":1}");
    }

    @Test
    void aRefusalThatDoesNotComeIsMissed() {
        assertThatThrownBy(() -> JournalScenario.given(placed(5))
                        .when(JournalScenarioTest::payOnce)
                        .thenRefused(SequenceMismatchException.class))
                .isInstanceOf(AssertionError.class)
                .hasMessage("behind 1 given events, expected SequenceMismatchException, but nothing was thrown\n"
                        + "  + order:1@shop 0xF002 {\"cents\":5}");
    }

    @Test
    void aRefusalThatIsAnotherOneOrAppendedSomethingIsMissed() {
        StreamScene scene = new StreamScene();
        assertThatThrownBy(() -> scene.failing().thenRefused(StreamExistsException.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected StreamExistsException, but this was: java.io.IOException: no paper")
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> scene.failing().thenRefused(IOException.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("+ order:1@shop 0xF002 {\"cents\":9}");
        assertThatThrownBy(() -> scene.failing().then(paid(9)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("it was refused: java.io.IOException: no paper");
    }

    /// Appends something, and fails then.
    private static final class StreamScene {
        JournalScenario.Result failing() {
            return JournalScenario.given().when(store -> {
                append(store, paid(9));
                throw new IOException("no paper");
            });
        }
    }

    @Test
    void timeStandsAndIdsAreTheSameEveryTime() {
        List<EventId> ids = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            JournalScenario.given(placed(5))
                    .after(Duration.ofHours(1))
                    .when(JournalScenarioTest::payOnce)
                    .thenSeen(store -> store.query(Region.entity("order")).forEach(entry -> {
                        ids.add(entry.eventId());
                        millis.add(entry.wallMillis());
                    }));
        }
        assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4)).doesNotHaveDuplicates();
        long begin = JournalScenario.BEGIN_MICROS / 1000;
        assertThat(millis).containsExactly(begin, begin + 3_600_000, begin, begin + 3_600_000);
    }

    @Test
    void theSettingsOfTheJournalCanBeChosen() {
        JournalScenario.configured(config -> config.batchEventsMax(2))
                .when(store -> store.appendBatch(List.of(paid(1), paid(2), paid(3))))
                .thenRefused(io.batpak.error.StoreException.Rejected.class);
    }

    @Test
    void aFailedLookIsToldWithItsCause() {
        assertThatThrownBy(() -> JournalScenario.given().when(_ -> {}).thenSeen(_ -> {
                    throw new IOException("blind");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the look failed: java.io.IOException: blind");
    }
}
