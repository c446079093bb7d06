package io.batpak.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every example runs and shows what it promises.
///
/// Covers: A12, A14, A15, E22, H8, I5, I6, I9, I10. Tier: unit.
class ExamplesTest {
    @TempDir
    private Path directory = Path.of("");

    private interface Example {
        void run(Path directory, PrintStream out) throws InterruptedException;
    }

    private List<String> linesOf(Example example) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            example.run(directory.resolve("store"), out);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void quickstartReadsBackWhatItAppended() {
        List<String> lines = linesOf(Quickstart::run);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("stored 0xF001 at order:42@shop as sequence ");
        assertThat(lines.get(1)).isEqualTo("payload OrderPlaced[order=42, currency=EUR, cents=1999]");
        assertThat(lines.get(2)).isEqualTo("entry clock 0 of order:42");
    }

    @Test
    void aPayloadOfEveryVersionIsReadAsTheNewestOne() {
        assertThat(linesOf(PayloadMigration::run))
                .containsExactly(
                        "version 1: Priced[cents=1900, currency=EUR, note=Optional.empty]",
                        "version 2: Priced[cents=1999, currency=EUR, note=Optional.empty]",
                        "version 3: Priced[cents=2500, currency=USD, note=Optional[gift]]",
                        "intact: true");
    }

    @Test
    void aRepeatedKeyStoresNothing() {
        assertThat(linesOf(IdempotentPass::run)).containsExactly("same sequence: true", "events: 1");
    }

    @Test
    void anImportBringsWhatIsNewOnce() {
        assertThat(linesOf(ImportEvents::run))
                .containsExactly(
                        "first: imported 1, known 0", "again: imported 0, known 1", "knows where it comes from: true");
    }

    @Test
    void aForkHasTheSameHistoryAndGoesItsOwnWay() {
        assertThat(linesOf(ForkClone::run))
                .containsExactly("copied segments: 1", "same events: true", "fork: 3, source: 2");
    }

    @Test
    void aPolicyIsTriedAndThenCarriedOut() {
        assertThat(linesOf(CompactHistory::run))
                .containsExactly(
                        "lets go: (kind in [0xF001] and beyond the last 10 of the entity)",
                        "would drop: 54, fewer bytes: true",
                        "outcome: Performed[]",
                        "left: 36",
                        "intact: true");
    }

    @Test
    void eightJobsAreDoneInARow() {
        assertThat(linesOf(EightJobs::run))
                .containsExactly(
                        "opened: batpak:store@batpak:lifecycle",
                        "page: 2",
                        "decoded: Noted[text=drink tea]",
                        "walked: 2",
                        "valid: true",
                        "notes: 2");
    }

    @Test
    void aCounterIsTheFoldOfItsEvents() {
        assertThat(linesOf(EventSourcedCounter::run))
                .containsExactly(
                        "Counter[value=4, changes=3]",
                        "changed: false",
                        "changed: true",
                        "before that: Optional[Counter[value=4, changes=3]]",
                        "of nobody: Optional.empty");
        assertThat(linesOf(RawProjectionCounter::run)).containsExactly("sum 4", "bytes 3");
    }

    @Test
    void aDraftOnLaneOneLeavesLaneZeroAlone() {
        assertThat(linesOf(LaneBranch::run)).containsExactly("lane 0: 1 events", "lane 1: 2 events");
    }

    @Test
    void aReaderSeesWhatTheWriterLeft() {
        assertThat(linesOf(ReadOnly::run)).containsExactly("notes: 1", "intact: true");
    }

    @Test
    void eachItemOfABatchNamesTheOneBeforeItAsItsCause() {
        List<String> lines = linesOf(BatchAppend::run);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).endsWith(" caused by nothing");
        for (int index = 1; index < lines.size(); index++) {
            String before = lines.get(index - 1)
                    .substring("event:".length(), lines.get(index - 1).indexOf(' '));
            assertThat(lines.get(index)).endsWith(before);
        }
    }

    @Test
    void whatIsHandedOverIsCommittedInOrder() {
        assertThat(linesOf(SubmitPipeline::run))
                .containsExactly("handed over: 3", "clock 0", "clock 1", "clock 2", "queue empty: true");
    }

    @Test
    void anOutboxWritesWhatItIsToldToFlush() {
        assertThat(linesOf(OutboxFlush::run))
                .containsExactly("staged 3, written 0", "flushed 3, written 3", "staged 1 and left, written 3");
    }

    @Test
    void noCrashLosesACent() {
        assertThat(linesOf((_, out) -> CrashTestTransfers.run(out)))
                .singleElement()
                .asString()
                .matches("no cent lost in \\d{3} crashes, which left \\d{2,3} states");
    }

    @Test
    void gatesProveAndFencesHide() {
        assertThat(linesOf(AppendWithGate::run))
                .containsExactly(
                        "not proven durable in time, but committed: 1",
                        "a batch is durable when it is visible: 3",
                        "behind the fence: 3",
                        "after its commit: 4");
    }

    @Test
    void whatCameOfAnOrderIsDrawnAsInTheReadme() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("..", "README.md"));
        int from = readme.indexOf("```mermaid") + 1;
        List<String> block =
                readme.subList(from, from + readme.subList(from, readme.size()).indexOf("```"));

        assertThat(linesOf(CausalChain::run)).isEqualTo(block).hasSize(10);
    }

    @Test
    void receiptsAreSignedAndVerified() {
        assertThat(linesOf(SignedReceipts::run))
                .containsExactly(
                        "key 0871f3aabc26e4582c508af5c03884e6a96f0989d1dd8cfb49cd17ed25792433",
                        "append: Signed",
                        "denial: Signed of kind 0x000F",
                        "not a denial: DenialKindMismatch");
    }

    @Test
    void whatTheCallersGatesDenyIsOnRecordWithTheReason() {
        assertThat(linesOf(CallerDefinedGates::run))
                .containsExactly(
                        "stored, passed [tag, size]",
                        "denied [size] too large",
                        "denied [tag] an upload needs a tag",
                        "on record: size TOO_LARGE[ bytes=5000,  max=4096]",
                        "on record: tag []");
    }

    @Test
    void anOrderGoesItsLegalWayAndEachMoveIsAnEvent() {
        assertThat(linesOf(TypestateTransitions::run))
                .containsExactly(
                        "now Delivered[]",
                        "paid 1999",
                        "clock 0 kind 0xF021",
                        "clock 1 kind 0xF022",
                        "clock 2 kind 0xF023",
                        "clock 3 kind 0xF024");
    }

    @Test
    void aStoreHeldByAnotherProcessIsRefusedAndLaterOpens() throws Exception {
        Process holder = helper("hold");
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThat(exitOf(helper("try"))).isEqualTo(3);
            holder.getOutputStream().close();
            assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(exitOf(helper("try"))).isZero();
        } finally {
            holder.destroyForcibly();
        }
    }

    private Process helper(String verb) {
        try {
            return new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StoreLockHelper.class.getName(),
                            verb,
                            directory.resolve("held").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exitOf(Process process) throws Exception {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readAllAsString()).isNotEmpty();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void aWorkerGoesOnWhereTheOneBeforeEnded() {
        assertThat(linesOf(CursorWorkerLoop::run))
                .containsExactly(
                        "tick at clock 0",
                        "tick at clock 1",
                        "tick at clock 2",
                        "ended: BY_HANDLER",
                        "tick at clock 3",
                        "tick at clock 4",
                        "ended: BY_HANDLER");
    }

    @Test
    void fourOrdersAreAnsweredOnceEach() {
        assertThat(linesOf(ShippingReactor::run))
                .containsExactly(
                        "parcel for order:1",
                        "letter for order:2",
                        "parcel for order:3",
                        "parcel for order:4",
                        "ended: STOPPED");
    }

    @Test
    void aSubscriptionGetsWhatComesAndACursorEverything() {
        assertThat(linesOf(SubscriptionFanout::run))
                .containsExactly(
                        "subscription: clock 2",
                        "subscription: clock 4",
                        "subscription: clock 6",
                        "lost: 0",
                        "cursor: 8 events");
    }
}
