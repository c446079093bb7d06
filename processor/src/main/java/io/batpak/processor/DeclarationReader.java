package io.batpak.processor;

import io.batpak.processor.Declaration.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/// Checks one annotated type and finds out everything that its codec needs.
final class DeclarationReader {
    private static final int CATEGORY_MAX = 0xF;
    private static final int EFFECTS = 0xD;
    private static final int TYPE_ID_MAX = 0xFFF;
    private static final int VERSION_MAX = 65_535;

    private DeclarationReader() {}

    /// The declaration, or null if the annotation itself does not compile, which the compiler reports.
    ///
    /// @throws Refusal if the type cannot be a payload
    static @Nullable Declaration read(TypeElement type) throws Refusal {
        AnnotationMirror mirror = Elsewhere.annotation(type, Names.EVENT_PAYLOAD);
        requireRecord(type);
        if (mirror == null
                || !(Elsewhere.value(mirror, "category") instanceof Integer category)
                || !(Elsewhere.value(mirror, "typeId") instanceof Integer typeId)) {
            return null;
        }
        Object given = Elsewhere.value(mirror, "version");
        if (given != null && !(given instanceof Integer)) {
            return null;
        }
        int version = given == null ? 1 : (Integer) given;
        requireNumbers(type, category, typeId, version);
        PackageElement home = Elsewhere.packageOf(type);
        String hidden = Elsewhere.hidden(type, home);
        if (hidden != null) {
            throw new Refusal(type, hidden + ", so the codec cannot name it: remove `private`");
        }
        ShapeReader shapes = new ShapeReader(home);
        Shape.Fields root = shapes.fields(type);
        return new Declaration(
                home.getQualifiedName().toString(),
                type.getQualifiedName().toString(),
                Elsewhere.nameBeside(type, "Codec"),
                category,
                typeId,
                version,
                root,
                shapes.numbered(),
                steps(type, version));
    }

    private static void requireRecord(TypeElement type) throws Refusal {
        String name = type.getSimpleName().toString();
        String instead = ": declare `record " + name + "(...)`";
        if (type.getKind() != ElementKind.RECORD) {
            String what =
                    type.getKind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            throw new Refusal(type, "an event payload is a record, and " + name + " is of kind " + what + instead);
        }
        if (!type.getTypeParameters().isEmpty()) {
            throw new Refusal(
                    type,
                    "an event payload has no type parameters: declare `record " + name
                            + "(...)` with the types it is used with");
        }
        if (type.getRecordComponents().isEmpty()) {
            throw new Refusal(type, "an event payload has at least one component: add one to `record " + name + "()`");
        }
        if (Elsewhere.has(type, Names.TRANSPARENT)) {
            throw new Refusal(type, "an event payload has named fields: remove @Transparent from " + name);
        }
    }

    private static void requireNumbers(TypeElement type, int category, int typeId, int version) throws Refusal {
        if (category < 1 || category > CATEGORY_MAX || category == EFFECTS) {
            String why = category == 0 || category == EFFECTS ? " belongs to the store" : " does not exist";
            throw new Refusal(
                    type,
                    String.format("category 0x%X%s: choose 0x1 to 0xF without 0xD, for example 0xE", category, why));
        }
        if (typeId < 0 || typeId > TYPE_ID_MAX) {
            throw new Refusal(type, String.format("typeId 0x%X does not fit 12 bits: choose 0 to 0xFFF", typeId));
        }
        if (version < 1 || version > VERSION_MAX) {
            throw new Refusal(type, "version " + version + " is none: choose 1 to 65535, or leave it out for 1");
        }
    }

    private static List<Step> steps(TypeElement type, int version) throws Refusal {
        List<Step> steps = new ArrayList<>();
        for (Element member : type.getEnclosedElements()) {
            AnnotationMirror mirror = Elsewhere.annotation(member, Names.UPCASTS);
            if (mirror != null
                    && member instanceof ExecutableElement method
                    && Elsewhere.value(mirror, "from") instanceof Integer from) {
                requireStep(method, from, version);
                if (steps.stream().anyMatch(step -> step.from() == from)) {
                    throw new Refusal(method, "two @Upcasts(from = " + from + "): keep one of them");
                }
                steps.add(new Step(from, method.getSimpleName().toString()));
            }
        }
        steps.sort(Comparator.comparingInt(Step::from));
        return steps;
    }

    private static void requireStep(ExecutableElement method, int from, int version) throws Refusal {
        boolean ofTree = method.getParameters().size() == 1
                && Elsewhere.source(method.getParameters().getFirst().asType()).equals(Names.TREE)
                && Elsewhere.source(method.getReturnType()).startsWith(Names.TREE);
        boolean callable = method.getModifiers().contains(Modifier.STATIC)
                && !method.getModifiers().contains(Modifier.PRIVATE);
        if (!ofTree || !callable) {
            throw new Refusal(
                    method,
                    "a method with @Upcasts looks like `static PayloadTree " + method.getSimpleName()
                            + "(PayloadTree stored)` and is not private");
        }
        if (from < 1 || from >= version) {
            throw new Refusal(
                    method,
                    "@Upcasts(from = " + from + ") leads to no version of this record: choose 1 to " + (version - 1)
                            + ", or raise its version");
        }
    }

    /// Reports a step outside a payload.
    static void requireInPayload(Element method) throws Refusal {
        Element home = method.getEnclosingElement();
        if (home == null || !Elsewhere.has(home, Names.EVENT_PAYLOAD)) {
            throw new Refusal(method, "@Upcasts belongs into a record with @EventPayload: move it there");
        }
    }
}
