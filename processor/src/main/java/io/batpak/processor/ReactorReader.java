package io.batpak.processor;

import io.batpak.processor.ReactorDeclaration.Handler;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/// Checks one class of handlers and finds out everything that its reactor needs.
final class ReactorReader {
    private ReactorReader() {}

    /// The declaration, or null if there is something in it that does not compile, or not yet.
    ///
    /// @throws Refusal if the type cannot be a reactor
    static @Nullable ReactorDeclaration read(TypeElement type) throws Refusal {
        boolean ofClass = type.getKind() == ElementKind.CLASS || type.getKind() == ElementKind.RECORD;
        if (!ofClass || type.getModifiers().contains(Modifier.ABSTRACT)) {
            throw new Refusal(
                    type,
                    "a reactor has an object that answers events: make " + type.getSimpleName()
                            + " a class that is not abstract");
        }
        Companion companion = Companion.of(type, "Reactor");
        List<ExecutableElement> methods = Elsewhere.methods(type, Names.REACTS);
        if (methods.stream().anyMatch(Elsewhere::isUnresolved)) {
            return null;
        }
        if (methods.isEmpty()) {
            throw new Refusal(type, type.getSimpleName() + " answers no event: add a method with @Reacts");
        }
        HandledTypes payloads = new HandledTypes(Elsewhere.packageOf(type));
        List<Handler> handlers = new ArrayList<>();
        for (ExecutableElement method : methods) {
            handlers.add(handler(method, payloads));
        }
        return new ReactorDeclaration(companion, handlers);
    }

    private static Handler handler(ExecutableElement method, HandledTypes payloads) throws Refusal {
        Elsewhere.requireHandler(method, "@Reacts");
        List<? extends VariableElement> parameters = method.getParameters();
        if (!isTaken(parameters) || method.getReturnType().getKind() != TypeKind.VOID) {
            throw new Refusal(
                    method,
                    "a method with @Reacts looks like `void " + method.getSimpleName() + "(TypedEvent<OrderPaid> event,"
                            + " ReactionBatch out)`, or takes `Optional<AtLeastOnce> proof` as well");
        }
        for (TypeMirror thrown : method.getThrownTypes()) {
            if (Elsewhere.source(thrown).equals("java.lang.Throwable")) {
                throw new Refusal(method, "a reactor ends by an exception: declare Exception instead of Throwable");
            }
        }
        VariableElement event = parameters.getFirst();
        TypeMirror payload = ((DeclaredType) event.asType()).getTypeArguments().getFirst();
        HandledTypes.Handled handled = payloads.add(method, payload, event);
        if (handled.sealed()) {
            throw new Refusal(
                    event, handled.name() + " is sealed: write one method for each payload type that it permits");
        }
        return new Handler(method.getSimpleName().toString(), handled.name(), parameters.size() == 3);
    }

    private static boolean isTaken(List<? extends VariableElement> parameters) {
        if (parameters.size() != 2 && parameters.size() != 3) {
            return false;
        }
        boolean typed = parameters.getFirst().asType() instanceof DeclaredType event
                && ((TypeElement) event.asElement()).getQualifiedName().contentEquals(Names.TYPED_EVENT)
                && event.getTypeArguments().size() == 1;
        return typed
                && Elsewhere.source(parameters.get(1).asType()).equals(Names.REACTION_BATCH)
                && (parameters.size() == 2
                        || Elsewhere.source(parameters.get(2).asType()).equals(Names.PROOF));
    }
}
