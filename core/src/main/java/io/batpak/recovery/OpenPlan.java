package io.batpak.recovery;

import io.batpak.error.StoreException;
import io.batpak.model.OpenReport;
import io.batpak.recovery.OpenFacts.Source;
import java.util.List;

/// Decides what an open does, from facts alone: no file is touched here. The table in docs/guarantees.md is
/// made by asking it.
///
/// Run files cover the oldest segments. What they leave comes from `index.fbati` if it can be trusted, else
/// from `index.ckpt`, else from the segments themselves. An artifact that could add nothing to the runs is
/// not looked into; one of a later release refuses the open in any case.
public sealed interface OpenPlan {
    /// The open fails and nothing is changed.
    ///
    /// @param refusal what it fails with
    record Refuse(StoreException.Fault refusal) implements OpenPlan {}

    /// An artifact has to be read before more can be said; plan again with what that shows.
    ///
    /// @param artifact which one
    record Look(Source artifact) implements OpenPlan {}

    /// The open goes on.
    ///
    /// @param steps one per segment, in log order
    /// @param path the main source as the report names it
    /// @param mmapIndex what the report says about `index.fbati`
    /// @param checkpoint what the report says about `index.ckpt`
    /// @param removed files that a writable open takes away, in this order; a read-only one only names them
    /// @param mends whether ends that a crash left are cut off, and hidden ranges above the last event
    record Go(
            List<Step> steps,
            String path,
            OpenReport.Artifact mmapIndex,
            OpenReport.Artifact checkpoint,
            List<Removal> removed,
            boolean mends)
            implements OpenPlan {
        /// Keeps its own copies of the lists.
        public Go {
            steps = List.copyOf(steps);
            removed = List.copyOf(removed);
        }

        /// The newest segment that a run covers; -1 when there is none.
        long runsEnd() {
            return steps.stream()
                    .filter(step -> step.source() == Source.RUN)
                    .mapToLong(Step::segment)
                    .max()
                    .orElse(-1);
        }

        /// Whether some segment's rows come from there.
        public boolean uses(Source source) {
            return steps.stream().anyMatch(step -> step.source() == source);
        }
    }

    /// Where the rows of one segment come from.
    ///
    /// @param segment its id
    /// @param length its length, bytes
    /// @param source the source of its oldest rows
    /// @param logFrom rows of frames from this offset on come from the segment itself; its length when all
    ///     come from the source
    record Step(long segment, long length, Source source, long logFrom) {
        /// Whether the segment itself is read.
        public boolean readsLog() {
            return source == Source.LOG || logFrom < length;
        }
    }

    /// A file that goes.
    ///
    /// @param file its name
    /// @param why in plain words
    record Removal(String file, String why) {}

    /// Names of the main source in the report. `Runs` is our own; 0.9.0 knows the others.
    String RUNS = "Runs";

    /// See [#RUNS].
    String MMAP = "Mmap";

    /// See [#RUNS].
    String CHECKPOINT = "Checkpoint";

    /// See [#RUNS].
    String REBUILD = "Rebuild";

    /// The plan for these facts.
    static OpenPlan of(OpenFacts facts) {
        return new OpenPlanner(facts).plan();
    }
}
