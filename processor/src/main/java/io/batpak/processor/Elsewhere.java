package io.batpak.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/// Questions about elements that the compiler's API answers only in several steps.
final class Elsewhere {
    private Elsewhere() {}

    static @Nullable AnnotationMirror annotation(Element element, String name) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
            if (type.getQualifiedName().contentEquals(name)) {
                return mirror;
            }
        }
        return null;
    }

    static boolean has(Element element, String annotation) {
        return annotation(element, annotation) != null;
    }

    /// The member `value` or another one of an annotation; null if it is not given or no constant.
    static @Nullable Object value(AnnotationMirror mirror, String member) {
        for (var entry : mirror.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(member)) {
                return entry.getValue().getValue();
            }
        }
        return null;
    }

    /// The name in the bytes: that of the element, or what its annotation says.
    static String wireName(Element element) {
        AnnotationMirror mirror = annotation(element, Names.WIRE_NAME);
        Object name = mirror == null ? null : value(mirror, "value");
        return name == null ? element.getSimpleName().toString() : name.toString();
    }

    static boolean isNullable(TypeMirror type) {
        return type.getAnnotationMirrors().stream()
                .anyMatch(mirror ->
                        mirror.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable"));
    }

    /// Why code in `from` cannot name the type; null if it can.
    static @Nullable String hidden(TypeElement type, PackageElement from) {
        for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
            if (at.getModifiers().contains(Modifier.PRIVATE)) {
                return at.getSimpleName() + " is private";
            }
            if (!at.getModifiers().contains(Modifier.PUBLIC) && !packageOf(type).equals(from)) {
                return at.getSimpleName() + " is not public";
            }
        }
        return null;
    }

    static PackageElement packageOf(Element element) {
        for (Element at = element; at != null; at = at.getEnclosingElement()) {
            if (at instanceof PackageElement found) {
                return found;
            }
        }
        throw new IllegalArgumentException(element + " lies in no package");
    }

    /// A type as source text, without its annotations.
    static String source(TypeMirror type) {
        return text(type, false);
    }

    /// The same, but with what says of its arguments that they may be null.
    static String key(TypeMirror type) {
        return text(type, true);
    }

    private static String text(TypeMirror type, boolean nullness) {
        if (!(type instanceof DeclaredType declared)) {
            return switch (type.getKind()) {
                case ARRAY -> "byte[]";
                default -> type.getKind().name().toLowerCase(Locale.ROOT);
            };
        }
        String name = ((TypeElement) declared.asElement()).getQualifiedName().toString();
        List<String> arguments = new ArrayList<>();
        for (TypeMirror argument : declared.getTypeArguments()) {
            arguments.add((nullness && isNullable(argument) ? "@Nullable " : "") + text(argument, nullness));
        }
        return arguments.isEmpty() ? name : name + "<" + String.join(", ", arguments) + ">";
    }
}
