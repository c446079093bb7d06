package io.batpak.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version of this build, as Maven wrote it into `version.properties`.
public final class Version implements IVersionProvider {
    /// The version, for example `0.1.0`.
    public static String text() {
        try (InputStream stored = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            if (stored != null) {
                properties.load(stored);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "batpak " + text() + " (files of batpak 0.9.0)", "Java " + Runtime.version(),
        };
    }
}
