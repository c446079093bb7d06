package io.batpak;

import io.batpak.model.IndexTopology;

/// How the index comes to be, and what opening proves and tells.
///
/// @param artifacts which index artifacts of 0.9.0 are used
/// @param verification what opening proves
/// @param observer who is told what opening found
/// @param topology what is reported as the topology
record OpenOptions(
        ArtifactOptions artifacts, ChainVerification verification, OpenObserver observer, IndexTopology topology) {
    static final OpenOptions DEFAULT =
            new OpenOptions(ArtifactOptions.DEFAULT, ChainVerification.CRC, OpenObserver.none(), IndexTopology.AOS);

    OpenOptions artifacts(ArtifactOptions value) {
        return new OpenOptions(value, verification, observer, topology);
    }

    OpenOptions verification(ChainVerification value) {
        return new OpenOptions(artifacts, value, observer, topology);
    }

    OpenOptions observer(OpenObserver value) {
        return new OpenOptions(artifacts, verification, value, topology);
    }

    OpenOptions topology(IndexTopology value) {
        return new OpenOptions(artifacts, verification, observer, value);
    }
}
