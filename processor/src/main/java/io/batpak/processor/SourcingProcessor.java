package io.batpak.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;

/// Called by the compiler. For each state with `@EventSourced` it writes a projection beside it, for each class
/// with `@EventReactor` a reactor. What cannot be one is one compile error at its declaration.
public final class SourcingProcessor extends AbstractProcessor {
    /// Where the methods belong.
    private static final Map<String, String> HOMES = Map.of(
            Names.FOLDS, Names.EVENT_SOURCED,
            Names.BEGINS_WITH, Names.EVENT_SOURCED,
            Names.REACTS, Names.EVENT_REACTOR);

    /// Names of types that mention others which may come with the next round.
    private final Set<String> waiting = new LinkedHashSet<>();

    /// For the compiler.
    public SourcingProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(Names.EVENT_SOURCED, Names.FOLDS, Names.BEGINS_WITH, Names.EVENT_REACTOR, Names.REACTS);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (round.processingOver()) {
            return false; // the compiler says what is missing in those that wait
        }
        for (TypeElement annotation : annotations) {
            String name = annotation.getQualifiedName().toString();
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                if (element instanceof TypeElement type) {
                    waiting.add(type.getQualifiedName().toString());
                } else {
                    requireAtHome(element, name);
                }
            }
        }
        for (String name : List.copyOf(waiting)) {
            TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
            if (type == null || attempt(type)) {
                waiting.remove(name);
            }
        }
        return false;
    }

    private void requireAtHome(Element method, String annotation) {
        String home = HOMES.get(annotation);
        Element type = method.getEnclosingElement();
        if (home != null && type != null && !Elsewhere.has(type, home)) {
            refuse(new Refusal(
                    method,
                    "@" + simple(annotation) + " belongs into a type with @" + simple(home)
                            + " itself: move it there, or annotate the type"));
        }
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void refuse(Refusal refusal) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, refusal.getMessage(), refusal.place());
    }

    /// Whether there is no more to do for it.
    private boolean attempt(TypeElement type) {
        try {
            return generate(type);
        } catch (Refusal e) {
            refuse(e);
            return true;
        }
    }

    private boolean generate(TypeElement type) throws Refusal {
        Types types = processingEnv.getTypeUtils();
        boolean folds = Elsewhere.has(type, Names.EVENT_SOURCED);
        boolean reacts = Elsewhere.has(type, Names.EVENT_REACTOR);
        ProjectionDeclaration projection = folds ? ProjectionReader.read(types, type) : null;
        ReactorDeclaration reactor = reacts ? ReactorReader.read(type) : null;
        if ((folds && projection == null) || (reacts && reactor == null)) {
            return false;
        }
        if (projection != null) {
            write(projection.companion(), projection.source(), type);
        }
        if (reactor != null) {
            write(reactor.companion(), reactor.source(), type);
        }
        return true;
    }

    private void write(Companion companion, String source, TypeElement type) throws Refusal {
        String name = companion.qualifiedName();
        try (Writer out = processingEnv.getFiler().createSourceFile(name, type).openWriter()) {
            out.write(source);
        } catch (FilerException e) {
            throw new Refusal(
                    type, "there is a class " + name + " already, and it would be generated: rename it or " + type);
        } catch (IOException e) {
            throw new UncheckedIOException("the source of " + name + " cannot be written", e);
        }
    }
}
