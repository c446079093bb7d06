package io.batpak.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;

/// The reference's golden files, in the folder named by the system property `batpak.golden`.
///
/// Without the folder a test that asks for a file is skipped and says so; with `-Dbatpak.ci=true` it fails.
public final class GoldenFiles {
    private GoldenFiles() {}

    /// The folder itself.
    public static Path folder() {
        Path folder = Path.of(System.getProperty("batpak.golden", "../shared/golden"));
        if (!Files.isDirectory(folder)) {
            throw Missing.skip("GOLDEN FILES ABSENT: " + folder.toAbsolutePath().normalize());
        }
        return folder;
    }

    /// The bytes of the file at this path inside the folder.
    public static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(folder().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + path, e);
        }
    }

    /// The UTF-8 text of the file at this path inside the folder.
    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /// The bytes that the file at this path spells in hexadecimal digits; white space does not count.
    public static byte[] hex(String path) {
        return HexFormat.of().parseHex(text(path).replaceAll("\\s", ""));
    }

    /// The text constant `name` of the object `section` in `vectors/inline_kats.json`, which has no nested
    /// objects.
    public static String constant(String section, String name) {
        String json = text("vectors/inline_kats.json");
        Pattern place = Pattern.compile(
                "\"" + section + "\"\\s*:\\s*\\{[^}]*\"" + name + "\"\\s*:\\s*\"([^\"]*)\"", Pattern.DOTALL);
        Matcher matcher = place.matcher(json);
        Assertions.assertTrue(matcher.find(), () -> "no constant " + section + "." + name);
        return matcher.group(1);
    }
}
