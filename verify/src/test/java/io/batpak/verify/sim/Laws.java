package io.batpak.verify.sim;

import io.batpak.Journal;
import io.batpak.model.Entry;
import io.batpak.model.Receipt;
import io.batpak.sign.ReceiptVerdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What must hold of a journal that was opened again, whatever happened to it before.
///
/// Each broken law throws [LawBrokenException].
final class Laws {
    private final Logbook log;
    private final Journal journal;
    private final List<Sighting> seen;
    private final Map<Long, Sighting> byNumber = new HashMap<>();

    Laws(Logbook log, Journal journal) {
        this.log = log;
        this.journal = journal;
        this.seen = Sighting.of(journal);
    }

    List<Sighting> seen() {
        return seen;
    }

    /// @param everythingAcknowledged whether nothing that was answered may be missing, durable or not
    void check(boolean everythingAcknowledged) {
        nothingIsInventedDoubledOrChanged();
        nothingComesBack();
        batchesAndFencesAreWhole();
        nothingPromisedIsMissing(everythingAcknowledged);
        onlyAnEndIsMissing();
        orderIsKept();
        hashesAndReceiptsAgree();
    }

    /// Checks a copy.
    ///
    /// @param must what has to be in it
    void checkCopy(List<Attempt> must) {
        nothingIsInventedDoubledOrChanged();
        orderIsKept();
        require(journal.verifyChain().intact(), "the chain of a copy is broken: " + journal.verifyChain());
        for (Attempt attempt : must) {
            for (Draft draft : attempt.drafts()) {
                require(
                        byNumber.containsKey(draft.number()) || log.mayBeDropped(draft),
                        "the copy lacks " + draft + " of " + attempt);
            }
        }
    }

    private void nothingIsInventedDoubledOrChanged() {
        for (Sighting each : seen) {
            if (each.number() == Sighting.EMPTIED) {
                require(log.anyDropping(), "emptied though nothing was compacted away: " + each.line());
                continue;
            }
            Draft draft = log.draft(each.number());
            require(draft != null, "nobody wrote " + each.line());
            require(byNumber.put(each.number(), each) == null, "twice there: " + each.line());
            if (draft != null) {
                Entry entry = each.entry();
                require(
                        entry.coordinate().equals(draft.at())
                                && entry.kind().equals(draft.kind())
                                && entry.lane() == draft.options().lane(),
                        draft + " has become " + each.line());
            }
        }
    }

    private void nothingComesBack() {
        for (Attempt attempt : log.attempts()) {
            FenceRecord fence = attempt.fence();
            boolean mayBeSeen = attempt.fate() != Attempt.Fate.GONE && attempt.fate() != Attempt.Fate.REFUSED;
            boolean fenced = fence != null && !fence.mayBeSeen();
            for (Draft draft : attempt.drafts()) {
                Sighting sighting = byNumber.get(draft.number());
                if (sighting != null) {
                    require(
                            mayBeSeen && !fenced,
                            "seen although it must not be: " + sighting.line() + " of " + attempt);
                    require(!log.isDropped(draft.number()), "back after a compaction took it: " + sighting.line());
                }
            }
        }
    }

    private void batchesAndFencesAreWhole() {
        for (Attempt attempt : log.attempts()) {
            requireWhole(List.of(attempt), attempt);
        }
        for (FenceRecord fence : log.fences()) {
            if (fence.mayBeSeen()) {
                requireWhole(fence.attempts(), fence);
            }
        }
    }

    private void requireWhole(List<Attempt> together, Object what) {
        int there = 0;
        int missing = 0;
        for (Attempt attempt : together) {
            if (attempt.fate() == Attempt.Fate.REFUSED) {
                continue;
            }
            for (Draft draft : attempt.drafts()) {
                if (!log.mayBeDropped(draft)) {
                    there += byNumber.containsKey(draft.number()) ? 1 : 0;
                    missing += byNumber.containsKey(draft.number()) ? 0 : 1;
                }
            }
        }
        require(there == 0 || missing == 0, "only a part of it is there: " + what + ": " + together);
    }

    private void nothingPromisedIsMissing(boolean everythingAcknowledged) {
        for (Attempt attempt : log.acknowledged()) {
            if (attempt.fate() != Attempt.Fate.ACKNOWLEDGED || !(everythingAcknowledged || attempt.isDurable())) {
                continue;
            }
            for (Draft draft : attempt.drafts()) {
                require(
                        byNumber.containsKey(draft.number()) || log.mayBeDropped(draft),
                        "lost " + draft + " of " + attempt + ", receipts " + attempt.receipts());
            }
        }
    }

    /// What a power cut takes of the acknowledged events is everything behind some sequence.
    private void onlyAnEndIsMissing() {
        long firstLost = Long.MAX_VALUE;
        for (Attempt attempt : log.acknowledged()) {
            for (int i = 0; i < attempt.drafts().size() && attempt.fate() == Attempt.Fate.ACKNOWLEDGED; i++) {
                Draft draft = attempt.drafts().get(i);
                if (!byNumber.containsKey(draft.number()) && !log.mayBeDropped(draft)) {
                    firstLost = Math.min(firstLost, attempt.receipts().get(i).sequence());
                }
            }
        }
        for (Sighting each : seen) {
            require(
                    each.entry().sequence() < firstLost,
                    "there, although the acknowledged event at " + firstLost + " is lost: " + each.line());
        }
    }

    private void orderIsKept() {
        long last = -1;
        Map<String, Long> clocks = new TreeMap<>();
        Set<String> ids = new HashSet<>();
        for (Sighting each : seen) {
            Entry entry = each.entry();
            require(entry.sequence() > last, "out of order behind " + last + ": " + each.line());
            last = entry.sequence();
            Long clock = clocks.put(entry.entity() + "/" + entry.lane(), entry.clock());
            require(clock == null || clock < entry.clock(), "clock went back to " + each.line());
            require(ids.add(entry.eventId().toString()), "an id twice: " + each.line());
        }
    }

    private void hashesAndReceiptsAgree() {
        require(journal.verifyChain().intact(), "the chain is broken: " + journal.verifyChain());
        for (Attempt attempt : log.acknowledged()) {
            for (int i = 0; i < attempt.drafts().size() && attempt.fate() == Attempt.Fate.ACKNOWLEDGED; i++) {
                Sighting sighting = byNumber.get(attempt.drafts().get(i).number());
                if (sighting != null) {
                    requireSame(attempt.receipts().get(i), sighting);
                }
            }
        }
    }

    private void requireSame(Receipt receipt, Sighting sighting) {
        Entry entry = sighting.entry();
        require(
                receipt.sequence() == entry.sequence()
                        && receipt.eventId().equals(entry.eventId())
                        && receipt.clock() == entry.clock()
                        && receipt.contentHash().equals(entry.eventHash()),
                "the receipt " + receipt + " is for another event than " + sighting.line());
        ReceiptVerdict verdict = journal.verifyReceipt(receipt);
        require(verdict.isValid(), verdict + " for " + receipt + " of " + sighting.line());
    }

    /// From now on the callers know what has survived, and that the rest is gone for good.
    void settle() {
        log.lookAgain();
        for (Attempt attempt : log.attempts()) {
            if (attempt.fate() == Attempt.Fate.REFUSED || attempt.fate() == Attempt.Fate.GONE) {
                continue;
            }
            boolean dropped = true;
            boolean there = false;
            for (Draft draft : attempt.drafts()) {
                there |= byNumber.containsKey(draft.number());
                dropped &= log.mayBeDropped(draft);
                if (log.mayBeDropped(draft) && !byNumber.containsKey(draft.number())) {
                    log.sawDropped(draft.number());
                }
            }
            if (there) {
                becomeKnown(attempt);
            } else if (!dropped || attempt.fate() != Attempt.Fate.ACKNOWLEDGED) {
                attempt.end(Attempt.Fate.GONE);
            }
        }
        for (FenceRecord fence : log.fences()) {
            boolean there = fence.attempts().stream()
                    .flatMap(attempt -> attempt.drafts().stream())
                    .anyMatch(draft -> byNumber.containsKey(draft.number()));
            if (fence.state() != FenceRecord.State.COMMITTED) {
                fence.become(there ? FenceRecord.State.COMMITTED : FenceRecord.State.CANCELLED);
            }
        }
    }

    private void becomeKnown(Attempt attempt) {
        boolean whole = attempt.drafts().stream().allMatch(draft -> byNumber.containsKey(draft.number()));
        if (attempt.fate() != Attempt.Fate.ACKNOWLEDGED && whole) {
            List<Receipt> found = attempt.drafts().stream()
                    .map(draft -> Receipt.unsigned(byNumber.getOrDefault(draft.number(), seen.getFirst())
                            .entry()))
                    .toList();
            log.acknowledge(attempt, found, false);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new LawBrokenException(otherwise);
        }
    }
}
