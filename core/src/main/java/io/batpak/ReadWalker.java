package io.batpak;

import io.batpak.evidence.InputFrontier;
import io.batpak.evidence.Known;
import io.batpak.evidence.ProofRef;
import io.batpak.evidence.ReadSource;
import io.batpak.evidence.ReadWalk;
import io.batpak.evidence.ReadWalkFinding;
import io.batpak.evidence.ReadWalkReport;
import io.batpak.evidence.ReadWalkRequest;
import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a region of one frozen view and reports about it. Pure functions over the view.
final class ReadWalker {
    private ReadWalker() {}

    static ReadWalk walk(OpenJournal journal, ReadWalkRequest request) {
        IndexView view = journal.view();
        List<Entry> entries = new ArrayList<>();
        long matched = 0;
        int most = request.limit().orElse(Integer.MAX_VALUE);
        for (Entry entry : view.query(request.region())) {
            if (matched++ < most) {
                entries.add(entry);
            }
        }
        List<ReadWalkFinding> findings = new ArrayList<>();
        long bound = Math.max(view.nextSequence(), journal.restored().nextSequence());
        Optional<InputFrontier> frontier = frontier(view, bound);
        if (frontier.isEmpty()) {
            findings.add(ReadWalkFinding.Telling.INPUT_FRONTIER_UNKNOWN);
        }
        long dropped = matched - entries.size();
        if (dropped > 0) {
            findings.add(new ReadWalkFinding.LimitedResults(dropped));
        }
        ReadWalkReport report = new ReadWalkReport(
                ReadWalkReport.SCHEMA_VERSION,
                sources(request.region()),
                ReadWalkReport.ReplayMode.CURRENT,
                request.freshness(),
                frontier,
                request.limit().isPresent() ? OptionalLong.of(most) : OptionalLong.empty(),
                matched,
                entries.size(),
                dropped > 0 ? new Known.Value<>(dropped) : new Known.NotApplicable<>(),
                request.proofs() ? new Known.Value<>(proofs(entries)) : new Known.NotApplicable<>(),
                findings);
        return new ReadWalk(entries, report);
    }

    private static Optional<InputFrontier> frontier(IndexView view, long bound) {
        if (bound == 0) {
            return Optional.of(new InputFrontier(InputFrontier.Kind.VISIBLE, 0, 0));
        }
        return view.last()
                .filter(entry -> entry.sequence() == bound - 1)
                .map(entry -> new InputFrontier(InputFrontier.Kind.VISIBLE, entry.wallMillis(), entry.sequence()));
    }

    private static List<ProofRef> proofs(List<Entry> entries) {
        return entries.stream()
                .map(entry -> new ProofRef(entry.eventId(), entry.sequence(), entry.eventHash()))
                .toList();
    }

    private static List<ReadSource> sources(Region region) {
        List<ReadSource> sources = new ArrayList<>();
        region.entityPrefix().map(ReadSource.EntityPrefix::new).ifPresent(sources::add);
        region.scopeValue().map(ReadSource.Scope::new).ifPresent(sources::add);
        switch (region.kindFilter().orElseGet(KindFilter.Any::new)) {
            case KindFilter.Exact exact ->
                sources.add(new ReadSource.FactExact(
                        exact.kind().category(), exact.kind().typeId()));
            case KindFilter.Category category -> sources.add(new ReadSource.FactCategory(category.category()));
            case KindFilter.Any any -> {}
        }
        region.clockRange()
                .map(range -> new ReadSource.ClockRange(range.start(), range.end()))
                .ifPresent(sources::add);
        return sources;
    }
}
