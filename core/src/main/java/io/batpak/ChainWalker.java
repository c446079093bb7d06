package io.batpak;

import io.batpak.error.StoreException;
import io.batpak.evidence.ChainWalkFinding;
import io.batpak.evidence.ChainWalkFinding.EndNotReached;
import io.batpak.evidence.ChainWalkFinding.EntryHashMismatch;
import io.batpak.evidence.ChainWalkFinding.InvalidLimit;
import io.batpak.evidence.ChainWalkFinding.MissingParentLink;
import io.batpak.evidence.ChainWalkFinding.MissingStart;
import io.batpak.evidence.ChainWalkFinding.ParentHashAmbiguous;
import io.batpak.evidence.ChainWalkFinding.StartHashMismatch;
import io.batpak.evidence.ChainWalkFinding.StoppedEarlyReadFailure;
import io.batpak.evidence.ChainWalkFinding.TruncatedByLimit;
import io.batpak.evidence.ChainWalkReport;
import io.batpak.evidence.ChainWalkReport.Checked;
import io.batpak.evidence.ChainWalkRequest;
import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.model.Hash;
import io.batpak.read.EventReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks along one chain as 0.9.0 does, so that the reports have the same bytes: from each event to the newest
/// earlier one of its entity that has the hash which it names, on whatever lane.
///
/// Each step goes to a lower sequence of one frozen view, so a walk never comes by twice, and where it goes to is
/// there.
final class ChainWalker {
    private final EventReader events;
    private final ChainWalkRequest request;
    private final Map<Hash, List<Entry>> byHash = new HashMap<>();
    private final List<Checked> checked = new ArrayList<>();
    private final List<ChainWalkFinding> findings = new ArrayList<>();
    private @Nullable Hash pending;
    private boolean reached;

    private ChainWalker(EventReader events, ChainWalkRequest request) {
        this.events = events;
        this.request = request;
    }

    static ChainWalkReport walk(OpenJournal journal, ChainWalkRequest request) {
        IndexView view = journal.view();
        if (request.limit() == 0) {
            return ChainWalkReport.of(List.of(), List.of(new InvalidLimit(0)));
        }
        Optional<Entry> start = view.find(request.start());
        if (start.isEmpty()) {
            return ChainWalkReport.of(List.of(), List.of(new MissingStart(request.start())));
        }
        ChainWalker walker = new ChainWalker(journal.events(), request);
        for (Entry entry : view.stream(start.get().entity())) {
            walker.byHash
                    .computeIfAbsent(entry.eventHash(), hash -> new ArrayList<>(1))
                    .add(entry);
        }
        return walker.run(start.get());
    }

    private ChainWalkReport run(Entry start) {
        Entry current = start;
        while (current != null && Long.compareUnsigned(checked.size(), request.limit()) < 0) {
            current = holds(current) ? next(current) : null;
        }
        if (findings.isEmpty() && checked.size() == request.limit() && pending != null) {
            findings.add(new TruncatedByLimit(request.limit(), pending));
        }
        if (findings.isEmpty() && !reached) {
            request.end().ifPresent(end -> findings.add(new EndNotReached(end)));
        }
        return ChainWalkReport.of(checked, findings);
    }

    /// Whether the event can be read and is what the index says. One with another payload counts as checked.
    private boolean holds(Entry entry) {
        Hash computed;
        try {
            computed = Hash.blake3(events.read(entry).payload());
        } catch (StoreException.Fault | StoreException.Busy e) {
            // the finding tells of it; the walk itself does not fail
            findings.add(new StoppedEarlyReadFailure(entry.eventId(), String.valueOf(e.getMessage())));
            return false;
        }
        if (checked.isEmpty()) {
            request.startHash()
                    .filter(expected -> !expected.equals(entry.eventHash()))
                    .ifPresent(expected ->
                            findings.add(new StartHashMismatch(entry.eventId(), expected, entry.eventHash())));
        }
        checked.add(new Checked(entry.eventId(), entry.eventHash()));
        if (!computed.equals(entry.eventHash())) {
            findings.add(new EntryHashMismatch(entry.eventId(), entry.eventHash(), computed));
            return false;
        }
        return true;
    }

    private @Nullable Entry next(Entry child) {
        reached = request.end().filter(child.eventId()::equals).isPresent();
        Hash parentHash = child.previousHash();
        if (reached || parentHash.isZero()) {
            return null;
        }
        pending = parentHash;
        Entry newest = null;
        long count = 0;
        for (Entry candidate : byHash.getOrDefault(parentHash, List.of())) {
            if (Long.compareUnsigned(candidate.sequence(), child.sequence()) < 0) {
                count++;
                boolean newer = newest == null || Long.compareUnsigned(candidate.sequence(), newest.sequence()) > 0;
                newest = newer ? candidate : newest;
            }
        }
        if (newest == null) {
            findings.add(new MissingParentLink(child.eventId(), parentHash));
        } else if (count > 1) {
            findings.add(new ParentHashAmbiguous(child.eventId(), parentHash, newest.eventId(), count));
        }
        return newest;
    }
}
