package io.batpak.processor;

import java.util.List;

/// A record that is a payload, as far as its codec depends on it.
///
/// @param packageName empty for the unnamed package
/// @param typeName its qualified name
/// @param codecName the simple name of its codec
/// @param root how it is stored
/// @param shapes everything in it that needs methods of its own, itself included
/// @param steps its upcasts
record Declaration(
        String packageName,
        String typeName,
        String codecName,
        int category,
        int typeId,
        int version,
        Shape.Fields root,
        List<Shape.Numbered> shapes,
        List<Step> steps) {
    /// A method that turns one version into the next.
    record Step(int from, String method) {}

    /// The qualified name of the codec.
    String qualifiedCodecName() {
        return packageName.isEmpty() ? codecName : packageName + "." + codecName;
    }

    int kind() {
        return category << 12 | typeId;
    }
}
