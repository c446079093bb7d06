package io.batpak.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
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

    /// The simple name of a class that is generated beside a type: its name with those of the types around it.
    static String nameBeside(TypeElement type, String suffix) {
        StringBuilder name = new StringBuilder(type.getSimpleName());
        for (Element at = type.getEnclosingElement(); at instanceof TypeElement; at = at.getEnclosingElement()) {
            name.insert(0, at.getSimpleName() + "_");
        }
        return name.append(suffix).toString();
    }

    /// The methods with an annotation, in the order in which they are declared.
    static List<ExecutableElement> methods(TypeElement type, String annotation) {
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(method -> has(method, annotation))
                .toList();
    }

    /// Whether the compiler does not know a type that the method mentions, or not yet.
    static boolean isUnresolved(ExecutableElement method) {
        return isUnresolved(method.getReturnType())
                || method.getParameters().stream().anyMatch(parameter -> isUnresolved(parameter.asType()))
                || method.getThrownTypes().stream().anyMatch(Elsewhere::isUnresolved);
    }

    private static boolean isUnresolved(TypeMirror type) {
        return type.getKind() == TypeKind.ERROR
                || (type instanceof DeclaredType declared
                        && declared.getTypeArguments().stream().anyMatch(Elsewhere::isUnresolved));
    }

    /// Refuses a method that generated code cannot call on an object.
    ///
    /// @param annotation what it has, for the message
    static void requireHandler(ExecutableElement method, String annotation) throws Refusal {
        Set<Modifier> modifiers = method.getModifiers();
        if (modifiers.contains(Modifier.STATIC) || modifiers.contains(Modifier.PRIVATE)) {
            String bad = modifiers.contains(Modifier.STATIC) ? "static" : "private";
            throw new Refusal(
                    method,
                    "a method with " + annotation + " is called on an object, from its package: remove `" + bad + "`");
        }
        if (!method.getTypeParameters().isEmpty()) {
            throw new Refusal(
                    method, "a method with " + annotation + " is for one payload type: remove its type parameters");
        }
    }

    static boolean isSealed(TypeElement type) {
        return type.getModifiers().contains(Modifier.SEALED);
    }

    /// Whether callers have to catch or declare it.
    static boolean isChecked(Types types, TypeMirror thrown) {
        for (TypeMirror at = thrown; at.getKind() == TypeKind.DECLARED; ) {
            String name = source(at);
            if (name.equals("java.lang.RuntimeException") || name.equals("java.lang.Error")) {
                return false;
            }
            List<? extends TypeMirror> above = types.directSupertypes(at);
            at = above.isEmpty() ? types.getNoType(TypeKind.NONE) : above.getFirst();
        }
        return true;
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
