package io.batpak.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every recipe of the cookbook runs and shows what it promises; those that are examples as well: `ExamplesTest`.
///
/// Covers: A15. Tier: unit.
class CookbookTest {
    @TempDir
    private Path directory = Path.of("");

    private interface Recipe {
        void run(Path directory, PrintStream out) throws Exception;
    }

    private List<String> linesOf(Recipe recipe) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            recipe.run(directory.resolve("store"), out);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatWasDeclaredAndAppendedIsThereAfterReopeningAndProven() throws Exception {
        assertThat(linesOf(EndToEnd::run))
                .containsExactly("Ordered[number=42, currency=EUR, cents=1999]", "Paid[method=card]", "intact: true");
    }

    @Test
    void eventsAreWrittenAndReadAsRecords() throws Exception {
        assertThat(linesOf(TypedEventStore::run))
                .containsExactly(
                        "first ItemAdded[article=tea, pieces=2, note=Optional[green]]",
                        "pieces added 3",
                        "tea was not removed by that event");
    }

    @Test
    void aRegionIsAPartAndALargeAnswerComesInPages() throws Exception {
        assertThat(linesOf(RegionRead::run))
                .containsExactly("sensors: 11", "alarms: 1", "begin: 4", "page of 4", "page of 4", "page of 3");
    }

    @Test
    void aStateIsFoldedFromItsEvents() throws Exception {
        assertThat(linesOf(EventSourcedCounter::run)).contains("Counter[value=4, changes=3]");
    }

    @Test
    void annotationsDeclareAStateAndAReactor() throws Exception {
        assertThat(linesOf(AnnotatedAccount::run))
                .containsExactly("Optional[Account[cents=3000]]", "Optional[Account[cents=20]]");
    }

    @Test
    void theStatesOfAllEntitiesAreKeptForTheNextSession() throws Exception {
        assertThat(linesOf(AccountBalances::run))
                .contains("account 7: 50200", "begins with: KEPT", "overdrawn: 1 of 10");
    }

    @Test
    void aReadSaysWhatItLeftOutAndAChangedStatementIsFound() throws Exception {
        assertThat(linesOf(ReadWalkEvidence::run))
                .containsExactly(
                        "returned 2 of 3",
                        "findings [LimitedResults[droppedCount=1]]",
                        "adds up: true",
                        "Sound[]",
                        "changed: HashMismatch");
    }

    @Test
    void onlyWhatTheForkDidComesBackAndOnlyOnce() throws Exception {
        assertThat(linesOf(ImportFork::run)).containsExactly("imported 2, again 0", "prices 3");
    }

    @Test
    void theMachineIsFitAndTheStatementSound() throws Exception {
        assertThat(linesOf(PlatformReport::run))
                .containsExactly("fit for production: true", "events 1, next sequence 1", "Sound[]");
    }

    @Test
    void aSignedStatementIsTrustedForItsKeyOnly() throws Exception {
        assertThat(linesOf(SignedAudit::run))
                .containsExactly("trusted: true", "events proven: 2, findings []", "by somebody else: 1 finding");
    }

    @Test
    void aRegistryIsSoundAndItsDriftIsFound() throws Exception {
        assertThat(linesOf(AttestedRegistry::run))
                .containsExactly(
                        "catalogue: []", "row is what was published: true", "drift: MissingRow", "drift: HashMismatch");
    }

    @Test
    void whatIsRestoredIsProvenToBeTheBackupThatWasSigned() throws Exception {
        assertThat(linesOf(BackupAndRestore::run))
                .containsExactly(
                        "backup 1 is sound: true",
                        "restored without findings: true",
                        "it is the signed backup: true",
                        "signatures 1",
                        "events 1");
    }

    @Test
    void aStepThatTheMachineDoesNotAllowIsFound() throws Exception {
        assertThat(linesOf(StateTransitionAudit::run)).containsExactly("0 to 1 allowed: true", "0 to 2 allowed: false");
    }

    @Test
    void whatIsReservedFollowsFromTheLog() throws Exception {
        assertThat(linesOf(SeatReservations::run))
                .containsExactly("open 1, committed 1", "not followed: InvalidTransition", "as bytes the same: true");
    }

    @Test
    void aReceiptIsProvenWithoutItsJournal() throws Exception {
        List<String> lines = linesOf(PortableReceipt::run);

        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("order:7@shop as sequence ").endsWith(": SIGNED");
        assertThat(lines.subList(1, 4))
                .containsExactly("signed: true", "payload: true", "for another order: INVALID_SIGNATURE");
    }

    @Test
    void manyCallersLoseNothingAndReadsAreBounded() throws Exception {
        assertThat(linesOf(GoodHabits::run)).containsExactly("receipts: 100, clock of the last: 100", "first page: 10");
    }
}
