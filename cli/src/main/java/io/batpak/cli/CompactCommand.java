package io.batpak.cli;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.cli.json.CompactJson;
import io.batpak.model.AutoMerge;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionForecast;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionReport;
import io.batpak.model.CompactionResult;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `compact`: finished segments put together, events dropped or marked.
@Command(
        name = "compact",
        description = {
            "Put the finished segments of journal DIR together. Without a condition every event stays.",
            "With conditions, the events that meet all of them go for good, or are marked with --tombstone;",
            "repeated options are alternatives. Look at --dry-run first. The store's own events always stay."
        })
final class CompactCommand extends DirectoryCommand {
    @Option(names = "--dry-run", description = "Tell what would happen; change nothing.")
    private boolean dryRun;

    @ArgGroup(exclusive = false, heading = "What to do:%n", order = 1)
    private CompactOptions options = new CompactOptions();

    @Override
    int run(Output output) {
        Compaction how = options.compaction().build();
        return dryRun ? foretell(output, how) : compact(output, how);
    }

    private int foretell(Output output, Compaction how) {
        try (StoreReader reader = JournalFiles.open(directory())) {
            CompactionForecast forecast = reader.forecast(how);
            if (output.json()) {
                output.document(CompactJson.forecast(forecast));
            } else {
                print(output, forecast);
            }
        }
        return ExitCodes.OK;
    }

    private int compact(Output output, Compaction how) {
        JournalFiles.requireJournal(directory());
        StoreConfig config =
                StoreConfig.in(directory()).autoMerge(new AutoMerge.Never()).build();
        boolean shown = !output.json()
                && Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent();
        CompactionResult result;
        try (Store store = Store.open(config);
                ProgressLine progress = new ProgressLine(spec().commandLine().getErr(), shown)) {
            result = store.compact(how.but().listener(progress).build());
        }
        if (output.json()) {
            output.document(CompactJson.result(result));
        } else {
            print(output, result);
        }
        return result.outcome() instanceof CompactionOutcome.Failed ? ExitCodes.PROBLEM : ExitCodes.OK;
    }

    private void print(Output output, CompactionForecast forecast) {
        output.line("would      " + options.text());
        if (forecast.steps().isEmpty()) {
            output.line("outcome    nothing worth doing");
            return;
        }
        output.line("events     " + Text.count(forecast.kept(), "event") + " stay, " + forecast.dropped() + " go, "
                + forecast.tombstoned() + " are marked");
        output.line("segments   "
                + forecast.steps().stream()
                        .mapToInt(step -> step.sources().size())
                        .sum()
                + " become " + forecast.steps().size());
        output.line("bytes      " + Text.bytes(forecast.bytesBefore()) + " become about "
                + String.format(Locale.ROOT, "%,d", forecast.bytesAfter()));
        output.line("room       about " + Text.bytes(forecast.temporaryBytes()) + " are needed meanwhile");
        Table table = new Table(output, "kind", ">stay", ">go", ">marked");
        for (CompactionForecast.OfKind kind : forecast.kinds()) {
            table.row(Text.kind(kind.kind()), kind.kept(), kind.dropped(), kind.tombstoned());
        }
        table.flush();
        output.line("This was a dry run; nothing was changed.");
    }

    private void print(Output output, CompactionResult result) {
        output.line("asked      " + options.text());
        switch (result.outcome()) {
            case CompactionOutcome.Performed() -> {
                output.line("outcome    done");
                for (CompactionReport report : result.reports()) {
                    output.line("segment    " + report.mergedSegmentId().orElse(0) + " replaces "
                            + report.sourceSegmentIds());
                }
                output.line("written    " + Text.bytes(result.bytesWritten()));
                output.line("freed      " + Text.bytes(result.bytesReclaimed()) + ", "
                        + String.format(Locale.ROOT, "%,d", result.bytesReclaimedNet()) + " net");
            }
            case CompactionOutcome.Skipped() -> output.line("outcome    nothing worth doing");
            case CompactionOutcome.Failed(String reason) -> {
                output.line("outcome    failed, and the journal is as it was");
                output.line("reason     " + Text.printable(reason));
            }
        }
    }
}
