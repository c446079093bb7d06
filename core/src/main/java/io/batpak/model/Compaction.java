package io.batpak.model;

import io.batpak.error.ConfigurationException;
import java.util.function.BooleanSupplier;

/// How a journal is to be compacted. Immutable; [#but] gives a builder that begins with these values.
///
/// A compaction rewrites finished segments beside the running journal: appends and reads go on, sequences and ids
/// of events do not change. It is durable when it returns.
public final class Compaction {
    /// Segments of at least this many bytes can be asked for; smaller ones would be mostly names and footers.
    public static final long OUTPUT_BYTES_MIN = 4096;

    /// Below this limit a compaction would not end in sensible time.
    public static final long BYTES_PER_SECOND_MIN = 4096;

    private static final int MIN_SEGMENTS = 2;

    private final CompactionStrategy strategy;
    private final CompactionScope scope;
    private final int minSegments;
    private final long outputBytesMax;
    private final long bytesPerSecondMax;
    private final CompactionListener listener;
    private final BooleanSupplier cancel;

    private Compaction(Builder from) {
        strategy = from.strategy;
        scope = from.scope;
        minSegments = (int) inRange("minSegments", from.minSegments, 0, Integer.MAX_VALUE);
        outputBytesMax = zeroOrFrom("outputBytesMax", from.outputBytesMax, OUTPUT_BYTES_MIN);
        bytesPerSecondMax = zeroOrFrom("bytesPerSecondMax", from.bytesPerSecondMax, BYTES_PER_SECOND_MIN);
        listener = from.listener;
        cancel = from.cancel;
    }

    private static long inRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigurationException(option, value, min + " to " + max);
        }
        return value;
    }

    private static long zeroOrFrom(String option, long value, long min) {
        if (value != 0 && value < min) {
            throw new ConfigurationException(option, value, "0, or " + min + " and more");
        }
        return value;
    }

    /// Puts all finished segments together, dropping nothing.
    public static Compaction merge() {
        return of(new CompactionStrategy.Merge()).build();
    }

    /// Keeps only what the rule names.
    public static Compaction retention(KeepRule keep) {
        return of(new CompactionStrategy.Retention(keep)).build();
    }

    /// Drops what the policy lets go.
    public static Compaction retention(RetentionPolicy policy) {
        return retention(new PolicyRule(policy));
    }

    /// Makes tombstones of everything the rule does not name.
    public static Compaction tombstone(KeepRule keep) {
        return of(new CompactionStrategy.Tombstone(keep)).build();
    }

    /// Makes tombstones of what the policy lets go.
    public static Compaction tombstone(RetentionPolicy policy) {
        return tombstone(new PolicyRule(policy));
    }

    /// A builder for this strategy.
    public static Builder of(CompactionStrategy strategy) {
        return new Builder(strategy);
    }

    /// A builder that begins with the values of this one.
    public Builder but() {
        Builder builder = new Builder(strategy);
        builder.scope = scope;
        builder.minSegments = minSegments;
        builder.outputBytesMax = outputBytesMax;
        builder.bytesPerSecondMax = bytesPerSecondMax;
        builder.listener = listener;
        builder.cancel = cancel;
        return builder;
    }

    /// What happens to the events.
    public CompactionStrategy strategy() {
        return strategy;
    }

    /// Which segments are looked at.
    public CompactionScope scope() {
        return scope;
    }

    /// With fewer finished segments than this nothing is done.
    public int minSegments() {
        return minSegments;
    }

    /// How many bytes of frames a new segment may hold, 0 for as many as the journal's segments; one that
    /// replaces a single longer segment may be longer.
    public long outputBytesMax() {
        return outputBytesMax;
    }

    /// How many bytes may be written in a second, on the average; 0 for no limit.
    public long bytesPerSecondMax() {
        return bytesPerSecondMax;
    }

    /// Is told how far it has come.
    public CompactionListener listener() {
        return listener;
    }

    /// Asked between pieces of at most a megabyte whether to give up; until the first new segment is in place,
    /// giving up leaves the journal as it was, and then it is no longer asked.
    public BooleanSupplier cancel() {
        return cancel;
    }

    /// Strategy, scope and limits, for people.
    @Override
    public String toString() {
        return strategy + ", " + scope + ", from " + minSegments + " segments on, output up to " + outputBytesMax
                + " bytes, up to " + bytesPerSecondMax + " bytes/s (0: no limit)";
    }

    /// Collects the values of a [Compaction]. One thread.
    public static final class Builder {
        private final CompactionStrategy strategy;
        private CompactionScope scope = CompactionScope.WHOLE;
        private long minSegments = MIN_SEGMENTS;
        private long outputBytesMax;
        private long bytesPerSecondMax;
        private CompactionListener listener = CompactionListener.NONE;
        private BooleanSupplier cancel = () -> false;

        private Builder(CompactionStrategy strategy) {
            this.strategy = strategy;
        }

        /// Which segments are looked at; all if not set.
        public Builder scope(CompactionScope value) {
            scope = value;
            return this;
        }

        /// With fewer finished segments than this nothing is done, 0 or more; 2 if not set.
        public Builder minSegments(int value) {
            minSegments = value;
            return this;
        }

        /// How many bytes of frames a new segment may hold, [#OUTPUT_BYTES_MIN] or more; 0, as if not set,
        /// for as many as the journal's segments.
        public Builder outputBytesMax(long value) {
            outputBytesMax = value;
            return this;
        }

        /// How many bytes may be written in a second, [#BYTES_PER_SECOND_MIN] or more; 0, as if not set, for
        /// no limit.
        public Builder bytesPerSecondMax(long value) {
            bytesPerSecondMax = value;
            return this;
        }

        /// Is told how far it has come.
        public Builder listener(CompactionListener value) {
            listener = value;
            return this;
        }

        /// Asked now and then whether to give up; see [Compaction#cancel()].
        public Builder cancel(BooleanSupplier value) {
            cancel = value;
            return this;
        }

        /// The compaction.
        ///
        /// @throws ConfigurationException if a value is outside its range; it names the first one
        public Compaction build() {
            return new Compaction(this);
        }
    }
}
