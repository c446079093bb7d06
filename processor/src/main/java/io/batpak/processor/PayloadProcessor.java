package io.batpak.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/// Called by the compiler. For each record with `@EventPayload` it writes a codec beside it; when all are known, one
/// provider that lists them. What cannot be a payload is one compile error at its declaration, and has no codec.
public final class PayloadProcessor extends AbstractProcessor {
    private final Map<String, Declaration> declarations = new TreeMap<>();
    private final Map<Integer, String> kinds = new TreeMap<>();
    private @Nullable TypeElement first;
    private @Nullable String provider;
    private boolean failed;

    /// For the compiler.
    public PayloadProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(Names.EVENT_PAYLOAD, Names.UPCASTS);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                attempt(element);
            }
        }
        if (round.processingOver()) {
            warnOfModule();
        } else if (!failed && provider == null && !declarations.isEmpty()) {
            addListed();
            provider = new ProviderFiles(processingEnv.getFiler(), namedModule() != null)
                    .write(declarations.values(), first == null ? new Element[0] : new Element[] {first});
        }
        return false;
    }

    private void attempt(Element element) {
        try {
            if (element instanceof TypeElement type) {
                generate(type);
            } else {
                DeclarationReader.requireInPayload(element);
            }
        } catch (Refusal e) {
            failed = true;
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.getMessage(), e.place());
        }
    }

    private void generate(TypeElement type) throws Refusal {
        Declaration declaration = DeclarationReader.read(type);
        if (declaration == null) {
            failed = true;
            return;
        }
        String before = kinds.putIfAbsent(declaration.kind(), declaration.typeName());
        if (before != null) {
            throw new Refusal(
                    type,
                    String.format(
                            "duplicate kind assignment: category=0x%X type_id=0x%03X is claimed by %s and by %s:"
                                    + " choose another typeId",
                            declaration.category(), declaration.typeId(), before, declaration.typeName()));
        }
        declarations.put(declaration.typeName(), declaration);
        first = first == null ? type : first;
        write(declaration, type);
    }

    private void write(Declaration declaration, TypeElement type) throws Refusal {
        try (Writer out = processingEnv
                .getFiler()
                .createSourceFile(declaration.qualifiedCodecName(), type)
                .openWriter()) {
            out.write(CodecSource.of(declaration));
        } catch (FilerException e) {
            throw new Refusal(
                    type,
                    "there is a class " + declaration.qualifiedCodecName()
                            + " already, where the codec should be: rename it or " + declaration.typeName());
        } catch (IOException e) {
            throw new UncheckedIOException("the codec of " + type + " cannot be written", e);
        }
    }

    /// A compilation of a few files sees only those; the others were listed before and are still there as classes.
    private void addListed() {
        for (String name : ProviderFiles.listed(processingEnv.getFiler())) {
            TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
            if (type != null && !declarations.containsKey(name) && Elsewhere.has(type, Names.EVENT_PAYLOAD)) {
                addAsItIs(name, type);
            }
        }
    }

    private void addAsItIs(String name, TypeElement type) {
        try {
            Declaration declaration = DeclarationReader.read(type);
            if (declaration != null) {
                declarations.put(name, declaration);
            }
        } catch (Refusal e) {
            // It compiled before, so what it is made of has changed since.
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, name + " has to be compiled again: " + e.getMessage());
        }
    }

    /// In a named module the service file counts for nothing.
    private void warnOfModule() {
        if (provider == null || first == null) {
            return;
        }
        ModuleElement module = namedModule();
        if (module == null || provides(module)) {
            return;
        }
        processingEnv
                .getMessager()
                .printMessage(
                        Diagnostic.Kind.WARNING,
                        "module " + module.getQualifiedName() + " does not offer its payload types: add `provides "
                                + Names.PROVIDER + " with " + provider + ";` to its module-info.java");
    }

    private @Nullable ModuleElement namedModule() {
        ModuleElement module =
                first == null ? null : processingEnv.getElementUtils().getModuleOf(first);
        return module == null || module.isUnnamed() ? null : module;
    }

    private boolean provides(ModuleElement module) {
        return module.getDirectives().stream()
                .filter(ModuleElement.ProvidesDirective.class::isInstance)
                .map(ModuleElement.ProvidesDirective.class::cast)
                .flatMap(provides -> provides.getImplementations().stream())
                .anyMatch(implementation -> implementation.getQualifiedName().contentEquals(String.valueOf(provider)));
    }
}
