package io.batpak.processor;

import io.batpak.processor.ProjectionDeclaration.Fold;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// Checks one state and finds out everything that its projection needs.
final class ProjectionReader {
    private final Types types;
    private final TypeElement state;

    private ProjectionReader(Types types, TypeElement state) {
        this.types = types;
        this.state = state;
    }

    /// The declaration, or null if there is something in it that does not compile, or not yet.
    ///
    /// @throws Refusal if the type cannot be the state of a projection
    static @Nullable ProjectionDeclaration read(Types types, TypeElement state) throws Refusal {
        return new ProjectionReader(types, state).read();
    }

    private @Nullable ProjectionDeclaration read() throws Refusal {
        requireValue();
        Companion companion = Companion.of(state, "Projection");
        AnnotationMirror mirror = Elsewhere.annotation(state, Names.EVENT_SOURCED);
        List<ExecutableElement> methods = Elsewhere.methods(state, Names.FOLDS);
        List<ExecutableElement> beginnings = Elsewhere.methods(state, Names.BEGINS_WITH);
        if (mirror == null
                || !(Elsewhere.value(mirror, "name") instanceof String name)
                || methods.stream().anyMatch(Elsewhere::isUnresolved)
                || beginnings.stream().anyMatch(Elsewhere::isUnresolved)) {
            return null;
        }
        Object given = Elsewhere.value(mirror, "version");
        if (given != null && !(given instanceof Long)) {
            return null;
        }
        if (name.isEmpty()) {
            throw new Refusal(state, "the projection has no name: write @EventSourced(name = \"...\")");
        }
        if (methods.isEmpty()) {
            throw new Refusal(state, "nothing is folded into " + state + ": add a method with @Folds");
        }
        String start = start(companion, beginnings);
        HandledTypes payloads = new HandledTypes(Elsewhere.packageOf(state));
        List<Fold> folds = new ArrayList<>();
        for (ExecutableElement method : methods) {
            folds.add(fold(method, payloads));
        }
        return new ProjectionDeclaration(companion, name, given == null ? 0 : (Long) given, start, folds);
    }

    /// As far as it can be seen from outside.
    private void requireValue() throws Refusal {
        boolean inner = state.getEnclosingElement() instanceof TypeElement
                && !state.getModifiers().contains(Modifier.STATIC);
        boolean closed = state.getModifiers().contains(Modifier.FINAL) || Elsewhere.isSealed(state) || isEnum();
        if (inner) {
            throw new Refusal(state, "a state belongs to no other object: make " + state.getSimpleName() + " static");
        }
        if (!closed || state.getKind() == ElementKind.ANNOTATION_TYPE) {
            throw new Refusal(
                    state,
                    "a state is an immutable value: make " + state.getSimpleName()
                            + " a record, an enum, a final class or sealed");
        }
        for (VariableElement field : ElementFilter.fieldsIn(state.getEnclosedElements())) {
            if (!field.getModifiers().contains(Modifier.FINAL)
                    && !field.getModifiers().contains(Modifier.STATIC)) {
                throw new Refusal(field, "a state is an immutable value: make its field " + field + " final");
            }
        }
    }

    private boolean isEnum() {
        return state.getKind() == ElementKind.ENUM;
    }

    private String start(Companion companion, List<ExecutableElement> beginnings) throws Refusal {
        if (beginnings.size() > 1) {
            throw new Refusal(beginnings.get(1), "the state begins in two ways: keep one method with @BeginsWith");
        }
        if (!beginnings.isEmpty()) {
            ExecutableElement method = beginnings.getFirst();
            requireBeginning(method);
            return state.getQualifiedName() + "." + method.getSimpleName() + "()";
        }
        boolean constructible = !isEnum()
                && !state.getModifiers().contains(Modifier.ABSTRACT)
                && ElementFilter.constructorsIn(state.getEnclosedElements()).stream()
                        .anyMatch(ProjectionReader::beginsState);
        if (!constructible) {
            throw new Refusal(
                    state,
                    "nothing says how " + state.getSimpleName() + " begins: add `@BeginsWith static "
                            + state.getSimpleName() + companion.arguments()
                            + " empty()`, or a constructor that takes nothing and throws nothing");
        }
        return "new " + companion.typeWithArguments() + "()";
    }

    private static boolean beginsState(ExecutableElement constructor) {
        return constructor.getParameters().isEmpty()
                && constructor.getThrownTypes().isEmpty()
                && !constructor.getModifiers().contains(Modifier.PRIVATE);
    }

    private void requireBeginning(ExecutableElement method) throws Refusal {
        boolean callable = method.getModifiers().contains(Modifier.STATIC)
                && !method.getModifiers().contains(Modifier.PRIVATE)
                && method.getParameters().isEmpty()
                && method.getThrownTypes().isEmpty();
        TypeMirror answer = method.getReturnType();
        boolean ofState = answer.getKind() == TypeKind.DECLARED
                && types.isSubtype(types.erasure(answer), types.erasure(state.asType()))
                && !Elsewhere.isNullable(answer)
                && isOpen(method);
        if (!callable || !ofState) {
            String parameters = state.getTypeParameters().isEmpty() ? "" : "<...> ";
            throw new Refusal(
                    method,
                    "a method with @BeginsWith looks like `static " + parameters + state.asType() + " "
                            + method.getSimpleName() + "()`, throws nothing and is not private");
        }
    }

    /// Whether it begins states with any type arguments, not only with some.
    private boolean isOpen(ExecutableElement method) {
        return state.getTypeParameters().isEmpty()
                || (method.getReturnType() instanceof DeclaredType answer
                        && types.isSameType(types.erasure(answer), types.erasure(state.asType()))
                        && method.getTypeParameters().size()
                                == state.getTypeParameters().size()
                        && method.getTypeParameters().stream()
                                .allMatch(own -> answer.getTypeArguments().stream()
                                        .anyMatch(argument -> types.isSameType(own.asType(), argument))));
    }

    private Fold fold(ExecutableElement method, HandledTypes payloads) throws Refusal {
        Elsewhere.requireHandler(method, "@Folds");
        requireAnswer(method);
        for (TypeMirror thrown : method.getThrownTypes()) {
            if (Elsewhere.isChecked(types, thrown)) {
                throw new Refusal(method, "a fold is a pure function: let it throw no " + thrown);
            }
        }
        List<? extends VariableElement> parameters = method.getParameters();
        boolean withEvent = !parameters.isEmpty()
                && Elsewhere.source(parameters.getFirst().asType()).equals(Names.STORED_EVENT);
        if (parameters.size() != (withEvent ? 2 : 1)) {
            throw new Refusal(
                    method,
                    "a method with @Folds takes the payload, or the StoredEvent and the payload: for events as they"
                            + " are stored add a rule to the builder of the projection");
        }
        VariableElement last = parameters.getLast();
        return new Fold(method.getSimpleName().toString(), payloads.add(method, last.asType(), last), withEvent);
    }

    private void requireAnswer(ExecutableElement method) throws Refusal {
        TypeMirror answer = method.getReturnType();
        if (answer.getKind() == TypeKind.VOID) {
            throw new Refusal(
                    method,
                    "a fold changes nothing, it answers the next state: let " + method.getSimpleName() + " return "
                            + state.asType() + " instead of void");
        }
        boolean ofState = answer.getKind() == TypeKind.DECLARED && types.isSubtype(answer, state.asType());
        if (!ofState || Elsewhere.isNullable(answer)) {
            throw new Refusal(
                    method,
                    "a fold answers the next state, never null: let " + method.getSimpleName() + " return "
                            + state.asType() + " instead of " + answer);
        }
    }
}
