package io.batpak.processor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/// The payload types that the methods of one declaration handle, each by one method.
///
/// A class without [Names#EVENT_PAYLOAD] may have a codec that is written by hand or by Jackson, which only the
/// running program knows. It passes, unless others that one sealed type permits have the annotation.
final class HandledTypes {
    private final PackageElement from;
    private final Map<TypeElement, ExecutableElement> methods = new HashMap<>();

    /// @param from the package that code is generated in
    HandledTypes(PackageElement from) {
        this.from = from;
    }

    /// A payload type, or the sealed type of several.
    ///
    /// @param name its qualified name
    record Handled(String name, boolean sealed) {}

    /// Checks the method and adds what it handles.
    ///
    /// @param type the payload type
    /// @param place the parameter that names it
    Handled add(ExecutableElement method, TypeMirror type, Element place) throws Refusal {
        TypeElement payload = payload(type, place);
        Set<TypeElement> ends = ends(payload);
        for (TypeElement end : ends) {
            requireConcrete(end, place);
            ExecutableElement other = methods.putIfAbsent(end, method);
            if (other != null) {
                throw new Refusal(
                        method,
                        "events of " + end + " are handled by " + other + " already: keep one method for each payload");
            }
        }
        requireAllOrNone(ends, place);
        return new Handled(payload.getQualifiedName().toString(), Elsewhere.isSealed(payload));
    }

    private TypeElement payload(TypeMirror type, Element place) throws Refusal {
        if (!(type instanceof DeclaredType declared) || !(declared.asElement() instanceof TypeElement payload)) {
            throw noPayload(type.toString(), place);
        }
        String name = payload.getQualifiedName().toString();
        if (name.startsWith("java.")) {
            throw noPayload(name, place);
        }
        if (!payload.getTypeParameters().isEmpty()) {
            throw new Refusal(place, name + " is generic, and payloads are not: name a type without type parameters");
        }
        String hidden = Elsewhere.hidden(payload, from);
        if (hidden != null) {
            throw new Refusal(place, hidden + ", so generated code cannot name it: make it visible in " + from);
        }
        return payload;
    }

    private static Refusal noPayload(String name, Element place) {
        return new Refusal(place, name + " is no payload type: name a record with @EventPayload");
    }

    private static void requireConcrete(TypeElement end, Element place) throws Refusal {
        if (end.getKind() == ElementKind.INTERFACE || end.getModifiers().contains(Modifier.ABSTRACT)) {
            throw new Refusal(place, end + " does not say what its payloads are: make it sealed, or name a record");
        }
    }

    private static void requireAllOrNone(Set<TypeElement> ends, Element place) throws Refusal {
        List<TypeElement> without = ends.stream()
                .filter(end -> !Elsewhere.has(end, Names.EVENT_PAYLOAD))
                .toList();
        if (!without.isEmpty() && without.size() < ends.size()) {
            throw new Refusal(
                    place, without.getFirst() + " is no payload, and others beside it are: add @EventPayload to it");
        }
    }

    /// The types at the ends of the tree below a sealed type; any other type itself.
    private static Set<TypeElement> ends(TypeElement type) {
        Set<TypeElement> ends = new LinkedHashSet<>();
        Deque<TypeElement> left = new ArrayDeque<>(List.of(type));
        while (!left.isEmpty()) {
            TypeElement next = left.removeFirst();
            if (!Elsewhere.isSealed(next)) {
                ends.add(next);
                continue;
            }
            for (TypeMirror permitted : next.getPermittedSubclasses()) {
                left.add((TypeElement) ((DeclaredType) permitted).asElement());
            }
        }
        return ends;
    }
}
