package io.batpak.verify.plant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.util.Arrays;
import java.util.Map;

/// Loads all of `io.batpak` anew, product and tests, with some classes changed. Everything else comes from its
/// parent.
///
/// Static state is its own, so that nothing of a defect stays when the loader is let go.
final class PlantedLoader extends ClassLoader {
    private static final String OURS = "io.batpak.";

    private final Map<String, ClassTransform> changes;

    /// @param changes by the name of the class
    PlantedLoader(Map<String, ClassTransform> changes) {
        super(PlantedLoader.class.getClassLoader());
        this.changes = Map.copyOf(changes);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = bytes(name);
        ClassTransform change = changes.get(name);
        byte[] defined = change == null ? bytes : changed(name, bytes, change);
        return defineClass(name, defined, 0, defined.length);
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /// A defect must be one of meaning: bytes that no JVM takes would be noticed by every test.
    private byte[] changed(String name, byte[] bytes, ClassTransform change) {
        ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(getParent());
        ClassFile format = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(hierarchy.orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = format.parse(bytes);
        byte[] changed = format.transformClass(model, change);
        if (Arrays.equals(changed, format.transformClass(model, ClassTransform.ACCEPT_ALL))) {
            throw new IllegalStateException("nothing was changed in " + name);
        }
        var faults = format.verify(changed);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("not a class any more: " + name, faults.getFirst());
        }
        return changed;
    }
}
