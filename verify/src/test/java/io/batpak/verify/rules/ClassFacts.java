package io.batpak.verify.rules;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the rules read out of one class file.
///
/// @param model the parsed class
/// @param name its internal name, for example `io/batpak/fs/StoreFs`
/// @param texts every text of its constant pool: class names, descriptors, signatures, string literals
/// @param calls every method and field it refers to, as `owner.name`
record ClassFacts(ClassModel model, String name, List<String> texts, List<String> calls) {
    private static final Pattern OURS = Pattern.compile("io/batpak/(?:([a-z0-9/]+)/)?[A-Z]");

    static ClassFacts of(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        List<String> texts = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                texts.add(text.stringValue());
            } else if (entry instanceof MemberRefEntry member) {
                ClassEntry owner = member.owner();
                calls.add(owner.asInternalName() + "." + member.name().stringValue());
            }
        }
        return new ClassFacts(model, model.thisClass().asInternalName(), texts, calls);
    }

    static List<ClassFacts> ofAll(Iterable<byte[]> classes) {
        List<ClassFacts> all = new ArrayList<>();
        classes.forEach(bytes -> all.add(of(bytes)));
        return all;
    }

    /// The package of this class below `io.batpak`: empty for the root package.
    String ownPackage() {
        String prefix = "io/batpak/";
        if (!name.startsWith(prefix) || name.lastIndexOf('/') < prefix.length()) {
            return "";
        }
        return name.substring(prefix.length(), name.lastIndexOf('/'));
    }

    /// The packages below `io.batpak` that this class mentions anywhere, its own included.
    List<String> mentionedPackages() {
        List<String> packages = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = OURS.matcher(text);
            while (matcher.find()) {
                String found = matcher.group(1);
                packages.add(found == null ? "" : found);
            }
        }
        return packages.stream().distinct().sorted().toList();
    }

    boolean isDescriptor() {
        return name.equals("module-info");
    }
}
