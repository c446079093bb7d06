package io.batpak.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/// Finds out how the components of one record are stored, and refuses what has no stored form.
final class ShapeReader {
    private static final String SUPPORTED = "use a primitive, String, byte[], Optional, List, Map with String keys,"
            + " a record, an enum, a sealed interface of records, an id of io.batpak.model, Bytes, Hash, UUID, Instant,"
            + " Duration, LocalDate or PayloadTree";
    private static final Map<String, Shape.Scalar> SCALARS = scalars();

    private final PackageElement from;
    private final Map<String, Shape.Numbered> known = new LinkedHashMap<>();

    /// @param from the package that the codec is generated in
    ShapeReader(PackageElement from) {
        this.from = from;
    }

    private static Map<String, Shape.Scalar> scalars() {
        Map<String, Shape.Scalar> all = new LinkedHashMap<>();
        add(all, "boolean", "java.lang.Boolean", "bool", "bool");
        add(all, "byte", "java.lang.Byte", "signed", "int8");
        add(all, "short", "java.lang.Short", "signed", "int16");
        add(all, "int", "java.lang.Integer", "signed", "int32");
        add(all, "long", "java.lang.Long", "signed", "signed");
        add(all, "float", "java.lang.Float", "float32", "float32");
        add(all, "double", "java.lang.Double", "float64", "float64");
        add(all, "char", "java.lang.Character", "character", "character");
        all.put("byte[]", new Shape.Scalar("byte[]", "bytes", "byteArray"));
        add(all, "java.lang.String", "text", "text");
        add(all, "java.util.UUID", "uuid", "uuid");
        add(all, "java.time.Instant", "instant", "instant");
        add(all, "java.time.Duration", "duration", "duration");
        add(all, "java.time.LocalDate", "date", "date");
        add(all, "io.batpak.payload.PayloadTree", "tree", "tree");
        add(all, "io.batpak.model.Bytes", "bytes", "bytes");
        add(all, "io.batpak.model.Hash", "hash", "hash");
        add(all, "io.batpak.model.EventId", "id", "eventId");
        add(all, "io.batpak.model.CorrelationId", "id", "correlationId");
        add(all, "io.batpak.model.CausationId", "id", "causationId");
        add(all, "io.batpak.model.IdempotencyKey", "id", "idempotencyKey");
        return all;
    }

    private static void add(Map<String, Shape.Scalar> all, String primitive, String box, String writer, String reader) {
        add(all, primitive, writer, reader);
        add(all, box, writer, reader);
    }

    private static void add(Map<String, Shape.Scalar> all, String java, String writer, String reader) {
        all.put(java, new Shape.Scalar(java, writer, reader));
    }

    /// Everything that needs methods of its own, in the order of its numbers.
    List<Shape.Numbered> numbered() {
        return new ArrayList<>(known.values());
    }

    private <S extends Shape.Numbered> S known(String key, S shape) {
        known.put(key, shape);
        return shape;
    }

    /// The record whose codec it is, or one inside it.
    Shape.Fields fields(TypeElement type) throws Refusal {
        String java = type.getQualifiedName().toString();
        if (known.get(java) instanceof Shape.Fields found) {
            return found;
        }
        boolean transparent = Elsewhere.has(type, Names.TRANSPARENT);
        List<? extends RecordComponentElement> components = type.getRecordComponents();
        if (transparent && components.size() != 1) {
            throw new Refusal(
                    type, "@Transparent " + java + " has " + components.size() + " components: give it exactly one");
        }
        Shape.Fields fields = known(java, new Shape.Fields(java, known.size(), transparent));
        Set<String> names = new HashSet<>();
        for (RecordComponentElement component : components) {
            String name = Elsewhere.wireName(component);
            requireName(component, name, names);
            String accessor = component.getSimpleName().toString();
            fields.components.add(new Shape.Component(accessor, name, component(component)));
        }
        return fields;
    }

    private static void requireName(Element place, String name, Set<String> taken) throws Refusal {
        if (name.isEmpty()) {
            throw new Refusal(place, "@WireName is empty: write the name that stands in the bytes");
        }
        if (!taken.add(name)) {
            throw new Refusal(place, "the name " + name + " is taken: choose another @WireName");
        }
    }

    private Shape component(RecordComponentElement component) throws Refusal {
        TypeMirror type = component.asType();
        if (!Elsewhere.has(component, Names.UNSIGNED)) {
            return shape(type, component);
        }
        String java = Elsewhere.source(type);
        if (!java.equals("long") && !java.equals("java.lang.Long")) {
            throw new Refusal(component, "@Unsigned is for long, not for " + java + ": remove it or use long");
        }
        return orNull(type, new Shape.Scalar(java, "unsigned", "unsigned"), "@Unsigned ");
    }

    private Shape orNull(TypeMirror type, Shape shape, String prefix) {
        if (!Elsewhere.isNullable(type)) {
            return shape;
        }
        String key = prefix + "@Nullable "
                + (shape instanceof Shape.Numbered numbered ? "#" + numbered.number : shape.java());
        Shape.Numbered found = known.get(key);
        return found != null ? found : known(key, new Shape.Maybe(shape.java(), known.size(), shape, true));
    }

    private Shape shape(TypeMirror type, Element place) throws Refusal {
        if (type.getKind() == TypeKind.ARRAY
                && ((ArrayType) type).getComponentType().getKind() != TypeKind.BYTE) {
            throw new Refusal(place, "an array of anything but byte has no stored form: use a List");
        }
        String java = Elsewhere.source(type);
        Shape scalar = SCALARS.get(java);
        if (scalar != null) {
            return orNull(type, scalar, "");
        }
        if (!(type instanceof DeclaredType declared) || type.getKind() == TypeKind.ERROR) {
            throw new Refusal(place, java + " has no stored form: " + SUPPORTED);
        }
        return orNull(type, declared(declared, java, place), "");
    }

    private Shape declared(DeclaredType type, String java, Element place) throws Refusal {
        TypeElement element = (TypeElement) type.asElement();
        String key = Elsewhere.key(type);
        Shape.Numbered found = known.get(key);
        if (found != null) {
            return found;
        }
        return switch (element.getQualifiedName().toString()) {
            case "java.util.Optional" -> optional(type, java, key, place);
            case "java.util.List" -> {
                Shape item = argument(type, 0, place);
                yield known(key, new Shape.Items(java, known.size(), item));
            }
            case "java.util.Map" -> map(type, java, key, place);
            default -> ofOurs(element, java, place);
        };
    }

    private Shape argument(DeclaredType type, int index, Element place) throws Refusal {
        if (type.getTypeArguments().size() <= index) {
            throw new Refusal(place, Elsewhere.source(type) + " says not of what: write its type arguments");
        }
        return shape(type.getTypeArguments().get(index), place);
    }

    private Shape optional(DeclaredType type, String java, String key, Element place) throws Refusal {
        Shape inner = argument(type, 0, place);
        if (inner.mayBeMissing() || inner.java().equals(Names.TREE)) {
            throw new Refusal(place, java + ": one absence inside another cannot be told apart: use one Optional");
        }
        return known(key, new Shape.Maybe(java, known.size(), inner, false));
    }

    private Shape map(DeclaredType type, String java, String key, Element place) throws Refusal {
        if (!argument(type, 0, place).java().equals("java.lang.String")) {
            throw new Refusal(place, java + ": the keys of a stored map are text: use Map<String, ...>");
        }
        Shape value = argument(type, 1, place);
        return known(key, new Shape.Dictionary(java, known.size(), value));
    }

    private Shape ofOurs(TypeElement element, String java, Element place) throws Refusal {
        boolean sealed = element.getModifiers().contains(Modifier.SEALED);
        boolean storable = element.getKind() == ElementKind.RECORD
                || element.getKind() == ElementKind.ENUM
                || (element.getKind() == ElementKind.INTERFACE && sealed);
        if (!storable) {
            throw new Refusal(place, java + " has no stored form: " + SUPPORTED);
        }
        if (!element.getTypeParameters().isEmpty()) {
            throw new Refusal(place, java + " is generic: write a record for the types it is used with");
        }
        String hidden = Elsewhere.hidden(element, from);
        if (hidden != null) {
            throw new Refusal(place, java + " cannot be used by the codec, " + hidden + ": make it visible in " + from);
        }
        return switch (element.getKind()) {
            case RECORD -> fields(element);
            case ENUM -> constants(element, java);
            default -> variants(element, java, place);
        };
    }

    private Shape constants(TypeElement element, String java) throws Refusal {
        Shape.Constants constants = known(java, new Shape.Constants(java, known.size()));
        Set<String> names = new HashSet<>();
        for (Element constant : element.getEnclosedElements()) {
            if (constant.getKind() == ElementKind.ENUM_CONSTANT) {
                String name = Elsewhere.wireName(constant);
                requireName(constant, name, names);
                constants.constants.add(constant.getSimpleName().toString());
                constants.wireNames.add(name);
            }
        }
        return constants;
    }

    private Shape variants(TypeElement element, String java, Element place) throws Refusal {
        Shape.Variants variants = known(java, new Shape.Variants(java, known.size()));
        Set<String> names = new HashSet<>();
        for (TypeMirror permitted : element.getPermittedSubclasses()) {
            TypeElement variant = (TypeElement) ((DeclaredType) permitted).asElement();
            if (variant.getKind() != ElementKind.RECORD) {
                throw new Refusal(place, variant + ", a variant of " + java + ", is no record: make it one");
            }
            String name = Elsewhere.wireName(variant);
            requireName(variant, name, names);
            variants.variants.add(
                    (Shape.Fields) ofOurs(variant, variant.getQualifiedName().toString(), place));
            variants.wireNames.add(name);
        }
        return variants;
    }
}
