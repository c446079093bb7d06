package io.batpak.format;

/// Carries a finding from deep inside a codec to its edge, where it becomes a [Damage]. Never leaves the
/// package.
final class FormatSignal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String detail;

    FormatSignal(String detail) {
        super(detail, null, false, false);
        this.detail = detail;
    }

    /// The finding in words.
    String detail() {
        return detail;
    }
}
