package io.batpak.verify.rules;

import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.attribute.ModuleExportInfo;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Outside `fs` no exported signature mentions `java.lang.foreign`.
final class ForeignTypeRule {
    private static final String FOREIGN = "java/lang/foreign/";

    private ForeignTypeRule() {}

    /// The classes must include the module descriptor, which says what is exported to everybody.
    static List<String> violations(List<ClassFacts> classes) {
        Set<String> exported = exportedPackages(classes);
        List<String> violations = new ArrayList<>();
        for (ClassFacts facts : classes) {
            int slash = facts.name().lastIndexOf('/');
            boolean counts = slash > 0
                    && exported.contains(facts.name().substring(0, slash))
                    && !facts.ownPackage().equals("fs")
                    && facts.model().flags().has(AccessFlag.PUBLIC);
            if (counts) {
                violations.addAll(membersOf(facts));
            }
        }
        return violations;
    }

    static Set<String> exportedPackages(List<ClassFacts> classes) {
        return classes.stream()
                .filter(ClassFacts::isDescriptor)
                .flatMap(facts -> facts.model().findAttribute(Attributes.module()).stream())
                .flatMap(module -> module.exports().stream())
                .filter(export -> export.exportsTo().isEmpty())
                .map(ModuleExportInfo::exportedPackage)
                .map(entry -> entry.name().stringValue())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> membersOf(ClassFacts facts) {
        List<String> violations = new ArrayList<>();
        facts.model().methods().forEach(method -> {
            boolean visible =
                    method.flags().has(AccessFlag.PUBLIC) || method.flags().has(AccessFlag.PROTECTED);
            if (visible && mentions(method.methodType().stringValue(), method)) {
                violations.add(facts.name() + "." + method.methodName().stringValue());
            }
        });
        facts.model().fields().forEach(field -> {
            boolean visible =
                    field.flags().has(AccessFlag.PUBLIC) || field.flags().has(AccessFlag.PROTECTED);
            if (visible && mentions(field.fieldType().stringValue(), field)) {
                violations.add(facts.name() + "." + field.fieldName().stringValue());
            }
        });
        return violations;
    }

    private static boolean mentions(String descriptor, AttributedElement member) {
        Optional<String> signature = member.findAttribute(Attributes.signature())
                .map(attribute -> attribute.signature().stringValue());
        return descriptor.contains(FOREIGN)
                || signature.filter(text -> text.contains(FOREIGN)).isPresent();
    }
}
