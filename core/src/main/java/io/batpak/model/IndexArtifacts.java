package io.batpak.model;

/// When `Store.close` writes an index artifact (`index.fbati` or `index.ckpt`), from which releases such as 0.9.0
/// open without reading every segment. Writing one costs about 220 bytes per event of the whole history.
public enum IndexArtifacts {
    /// Up to 250 000 events.
    AUTO,
    /// However many events there are.
    ALWAYS,
    /// Never. An artifact that is there stays.
    NEVER;

    private static final long AUTO_EVENTS_MAX = 250_000;

    /// Whether the close of a store with so many events writes one.
    public boolean writes(long events) {
        return switch (this) {
            case AUTO -> events <= AUTO_EVENTS_MAX;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
