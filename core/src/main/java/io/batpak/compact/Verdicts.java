package io.batpak.compact;

import io.batpak.format.Kinds;
import io.batpak.index.Index;
import io.batpak.index.Stretch;
import io.batpak.model.CompactionCandidate;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Entry;
import io.batpak.model.KeepRule;
import io.batpak.model.StoredEvent;
import io.batpak.read.EventReader;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// What is to become of each event, by the rows of a [Survey]. One thread; unchanged once it is there.
final class Verdicts {
    private static final int MESSAGE_U8_MIN = 128;
    private static final int MESSAGE_U16_MIN = 256;
    private static final int U16_BYTES = 3;

    private final BitSet dropped = new BitSet();
    private final BitSet tombstoned = new BitSet();
    private final long[] liveBytes;
    private final int[] liveRows;
    private final boolean[] changed;

    /// What becomes of one event.
    enum Verdict {
        /// It stays as it is.
        KEPT,
        /// It goes.
        DROPPED,
        /// It stays with the kind of a tombstone.
        TOMBSTONED;

        /// How long its frame becomes, bytes.
        int length(Entry entry) {
            int length = entry.position().length();
            return switch (this) {
                case KEPT -> length;
                case DROPPED -> 0;
                case TOMBSTONED -> tombstoneLength(length, entry.kind().raw());
            };
        }
    }

    private Verdicts(int segments) {
        liveBytes = new long[segments];
        liveRows = new int[segments];
        changed = new boolean[segments];
    }

    /// Judges the events of the segments below `limit`. Where everything is kept nothing is looked at one by one.
    static Verdicts of(Survey survey, long limit, Judge judge) {
        Verdicts verdicts = new Verdicts(survey.segments().size());
        if (judge.rule == null) {
            verdicts.keepAll(survey);
        } else {
            verdicts.judge(survey, limit, judge);
        }
        return verdicts;
    }

    /// The rule of a strategy for one journal at one moment; null keeps everything.
    static @Nullable KeepRule rule(CompactionStrategy strategy, JournalFacts facts) {
        return switch (strategy) {
            case CompactionStrategy.Merge() -> null;
            case CompactionStrategy.Retention(KeepRule keep) -> keep.over(facts);
            case CompactionStrategy.Tombstone(KeepRule keep) -> keep.over(facts);
        };
    }

    /// Who decides, and what a decision means.
    static final class Judge implements CompactionCandidate {
        private final Index index;
        private final EventReader events;
        private final @Nullable KeepRule rule;
        private final boolean tombstones;
        private @Nullable Entry entry;
        private @Nullable StoredEvent event;

        /// @param rule null keeps everything
        Judge(Index index, EventReader events, CompactionStrategy strategy, @Nullable KeepRule rule) {
            this.index = index;
            this.events = events;
            this.rule = rule;
            this.tombstones = strategy instanceof CompactionStrategy.Tombstone;
        }

        /// Judges one event; a tombstone does not become one again.
        Verdict of(Entry candidate) {
            if (keeps(candidate) || (tombstones && candidate.kind().raw() == Kinds.TOMBSTONE)) {
                return Verdict.KEPT;
            }
            return tombstones ? Verdict.TOMBSTONED : Verdict.DROPPED;
        }

        private boolean keeps(Entry candidate) {
            KeepRule asked = rule;
            if (asked == null || index.hides(candidate.sequence())) {
                return true;
            }
            entry = candidate;
            event = null;
            return asked.keeps(this);
        }

        @Override
        public Entry entry() {
            Entry current = entry;
            if (current == null) {
                throw new IllegalStateException("there is no candidate now");
            }
            return current;
        }

        @Override
        public StoredEvent event() {
            StoredEvent known = event;
            if (known == null) {
                known = events.read(entry());
                event = known;
            }
            return known;
        }
    }

    private void keepAll(Survey survey) {
        for (int at = 0; at < survey.segments().size(); at++) {
            Survey.Found segment = survey.segments().get(at);
            liveRows[at] = segment.rows();
            liveBytes[at] = segment.rows() == 0 ? 0 : segment.run().framesEnd();
        }
    }

    private void judge(Survey survey, long limit, Judge judge) {
        int row = 0;
        int at = 0;
        for (Stretch part : survey.parts()) {
            for (Entry entry : judge.index.entries(part)) {
                while (row >= survey.segments().get(at).endRow()
                        || survey.segments().get(at).rows() == 0) {
                    at++;
                }
                if (survey.segments().get(at).id() >= limit) {
                    return;
                }
                decide(at, row, entry, judge);
                row++;
            }
        }
    }

    private void decide(int segment, int row, Entry entry, Judge judge) {
        Verdict verdict = judge.of(entry);
        changed[segment] |= verdict != Verdict.KEPT;
        if (verdict == Verdict.DROPPED) {
            dropped.set(row);
            return;
        }
        tombstoned.set(row, verdict == Verdict.TOMBSTONED);
        liveRows[segment]++;
        liveBytes[segment] += verdict.length(entry);
    }

    /// Length of a frame whose kind becomes that of a tombstone: the kind is the only thing that changes its
    /// length.
    static int tombstoneLength(int length, int kind) {
        int bytes = kind < MESSAGE_U8_MIN ? 1 : kind < MESSAGE_U16_MIN ? 2 : U16_BYTES;
        return length + U16_BYTES - bytes;
    }

    boolean isDropped(int row) {
        return dropped.get(row);
    }

    boolean isTombstoned(int row) {
        return tombstoned.get(row);
    }

    /// The first row from `row` on that is dropped, or -1.
    int nextDropped(int row) {
        return dropped.nextSetBit(row);
    }

    /// The first row from `row` on that becomes a tombstone, or -1.
    int nextTombstoned(int row) {
        return tombstoned.nextSetBit(row);
    }

    /// Bytes of the frames that stay, of the segment at a place of the survey.
    long liveBytes(int segment) {
        return liveBytes[segment];
    }

    /// Events that stay in it.
    int liveRows(int segment) {
        return liveRows[segment];
    }

    /// Whether any of its events goes or changes.
    boolean changed(int segment) {
        return changed[segment];
    }
}
