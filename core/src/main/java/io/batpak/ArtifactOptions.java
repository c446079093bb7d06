package io.batpak;

import io.batpak.format.Artifact;
import io.batpak.model.IndexArtifacts;
import java.util.Optional;

/// Which index artifacts of 0.9.0 a store uses.
///
/// @param policy when `close` writes one
/// @param mmapIndex whether `index.fbati` is used at all
/// @param checkpoint whether `index.ckpt` is used at all
record ArtifactOptions(IndexArtifacts policy, boolean mmapIndex, boolean checkpoint) {
    static final ArtifactOptions DEFAULT = new ArtifactOptions(IndexArtifacts.AUTO, true, true);

    ArtifactOptions policy(IndexArtifacts value) {
        return new ArtifactOptions(value, mmapIndex, checkpoint);
    }

    ArtifactOptions mmapIndex(boolean value) {
        return new ArtifactOptions(policy, value, checkpoint);
    }

    ArtifactOptions checkpoint(boolean value) {
        return new ArtifactOptions(policy, mmapIndex, value);
    }

    /// The one file that `close` writes, as in 0.9.0: the checkpoint only where the other is switched off.
    Optional<Artifact.Form> written(long events) {
        if (!policy.writes(events) || !(mmapIndex || checkpoint)) {
            return Optional.empty();
        }
        return Optional.of(mmapIndex ? Artifact.Form.MMAP_INDEX : Artifact.Form.CHECKPOINT);
    }
}
