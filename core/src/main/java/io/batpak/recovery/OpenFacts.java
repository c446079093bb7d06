package io.batpak.recovery;

import io.batpak.error.StoreException;
import java.util.List;
import java.util.OptionalLong;

/// What an open knows before it decides where the rows of each segment come from.
///
/// @param segments the segments in log order
/// @param runs run files of ours that match their segments: a chain without gaps from the oldest segment on
/// @param unusableRuns run files that are of no use
/// @param mmapIndex what is known of `index.fbati`
/// @param checkpoint what is known of `index.ckpt`
/// @param hiddenRanges whether cancelled fences hide sequences
/// @param unfinished files that an interrupted step had prepared
/// @param writable whether files may be changed
public record OpenFacts(
        List<Segment> segments,
        List<Run> runs,
        List<Unusable> unusableRuns,
        Artifact mmapIndex,
        Artifact checkpoint,
        boolean hiddenRanges,
        List<String> unfinished,
        boolean writable) {
    /// Keeps its own copies of the lists.
    public OpenFacts {
        segments = List.copyOf(segments);
        runs = List.copyOf(runs);
        unusableRuns = List.copyOf(unusableRuns);
        unfinished = List.copyOf(unfinished);
    }

    /// A segment file.
    ///
    /// @param id its id
    /// @param length its length, bytes
    public record Segment(long id, long length) {}

    /// A run file.
    ///
    /// @param name its name
    /// @param first the oldest segment it covers
    /// @param last the newest segment it covers
    public record Run(String name, long first, long last) {}

    /// A run file that cannot be used.
    ///
    /// @param name its name
    /// @param why in plain words
    public record Unusable(String name, String why) {}

    /// What is known of an index artifact of 0.9.0.
    public sealed interface Artifact {
        /// The configuration switches it off: it is neither read nor refused.
        record Off() implements Artifact {}

        /// There is none.
        record Missing() implements Artifact {}

        /// A later release wrote it.
        ///
        /// @param refusal says so
        record TooNew(StoreException.Fault refusal) implements Artifact {}

        /// There is one of a version we read; nobody has looked into it yet.
        ///
        /// @param upToSegment the newest segment it knows, if that can be told without reading it
        record Unread(OptionalLong upToSegment) implements Artifact {}

        /// It cannot be used.
        ///
        /// @param reason why, in plain words
        /// @param misleading whether 0.9.0 might use it all the same, and would then show wrong events
        record Invalid(String reason, boolean misleading) implements Artifact {}

        /// It is sound and it is about these segments.
        ///
        /// @param upToSegment the newest segment it knows
        /// @param upToOffset how much of that segment it knows, bytes
        record Trusted(long upToSegment, long upToOffset) implements Artifact {}
    }

    /// The same with other knowledge of one artifact.
    OpenFacts with(Source artifact, Artifact known) {
        return new OpenFacts(
                segments,
                runs,
                unusableRuns,
                artifact == Source.MMAP ? known : mmapIndex,
                artifact == Source.CHECKPOINT ? known : checkpoint,
                hiddenRanges,
                unfinished,
                writable);
    }

    /// The newest segment that a run covers; -1 when there is no run.
    long runsEnd() {
        return runs.isEmpty() ? -1 : runs.getLast().last();
    }

    /// Where the rows of a segment can come from.
    public enum Source {
        /// A run file of ours.
        RUN,
        /// `index.fbati`.
        MMAP,
        /// `index.ckpt`.
        CHECKPOINT,
        /// The segment itself: its footer where a checksum proves it, else its frames.
        LOG
    }
}
