package io.batpak.processor;

import javax.lang.model.element.Element;

/// A declaration that cannot be what it is annotated as. Ends the work on one type; becomes one compile error.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Element place;

    /// @param place what the error points at
    /// @param message what is wrong and how it is put right
    Refusal(Element place, String message) {
        super(message);
        this.place = place;
    }

    Element place() {
        return place;
    }
}
