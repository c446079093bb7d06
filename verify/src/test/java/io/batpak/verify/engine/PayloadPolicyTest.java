package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.model.EventKind;
import io.batpak.payload.EventPayloadValidation;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadProvider;
import io.batpak.payload.PayloadReader;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadRegistryException;
import io.batpak.payload.PayloadWriter;
import io.batpak.payload.UpcastChainException;
import io.batpak.testkit.MemFs;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What an open does about payload types that contradict each other: nothing to say, one warning, or a refusal,
/// whether it is for writing or for reading.
///
/// Covers: A19, A22, A24.
/// Tier: unit.
class PayloadPolicyTest {
    private final MemFs fs = new MemFs();

    @RegisterExtension
    final LogListener log = new LogListener();

    private record First() {}

    private record Second() {}

    /// A type of this kind and version without fields.
    private record Empty<T extends Record>(Class<T> type, T only, EventKind kind, int version)
            implements PayloadCodec<T> {
        @Override
        public void encode(T value, PayloadWriter out) {
            out.nil();
        }

        @Override
        public T decode(PayloadReader in) {
            return only;
        }
    }

    private static PayloadRegistry types(int secondTypeId, int secondVersion) {
        return PayloadRegistry.of(List.of(
                new Empty<>(First.class, new First(), EventKind.of(0xF, 1), 1),
                new Empty<>(Second.class, new Second(), EventKind.of(0xF, secondTypeId), secondVersion)));
    }

    /// What a module that is loaded late would provide.
    public static final class LateProvider implements PayloadProvider {
        @Override
        public List<PayloadCodec<?>> codecs() {
            return List.of(
                    new Empty<>(First.class, new First(), EventKind.of(0xF, 1), 1),
                    new Empty<>(Second.class, new Second(), EventKind.of(0xF, 1), 1));
        }
    }

    private static PayloadRegistry colliding() {
        return types(1, 1);
    }

    @BeforeEach
    void makeAJournal() {
        Store.open(quiet(fs).build()).close();
        log.clear();
    }

    private void openAndRead(StoreConfig.Builder config) {
        Store.open(config.build()).close();
        StoreReader.open(config.build()).close();
    }

    private StoreConfig.Builder with(PayloadRegistry types, EventPayloadValidation validation) {
        return quiet(fs).payloads(types).eventPayloadValidation(validation);
    }

    @Test
    void typesThatAgreeOpenInSilenceWhateverThePolicy() {
        types(2, 1).validate();
        for (EventPayloadValidation validation : EventPayloadValidation.values()) {
            openAndRead(with(types(2, 1), validation));
        }
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aCollisionIsRefusedByDefaultBeforeAnythingIsWritten() {
        StoreConfig config = quiet(fs).payloads(colliding()).build();
        long before = fs.mutations();
        assertThatExceptionOfType(PayloadRegistryException.class)
                .isThrownBy(() -> Store.open(config))
                .withMessageContaining(First.class.getName())
                .withMessageContaining(Second.class.getName());
        assertThatExceptionOfType(PayloadRegistryException.class).isThrownBy(() -> StoreReader.open(config));
        assertThat(fs.mutations()).isEqualTo(before);
    }

    @Test
    void kindsAreLookedAtBeforeVersions() {
        StoreConfig both = quiet(fs).payloads(types(1, 3)).build();
        assertThatExceptionOfType(PayloadRegistryException.class).isThrownBy(() -> Store.open(both));
        StoreConfig chain = quiet(fs).payloads(types(2, 3)).build();
        assertThatExceptionOfType(UpcastChainException.class)
                .isThrownBy(() -> Store.open(chain))
                .withMessageContaining("[1, 2]");
    }

    @Test
    void aWarningIsGivenOnceForARegistry() {
        PayloadRegistry types = colliding();
        openAndRead(with(types, EventPayloadValidation.WARN));
        openAndRead(with(types, EventPayloadValidation.WARN));
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("1 payload type(s) in doubt")
                .contains("duplicate kind assignment")
                .contains(Second.class.getName());
        openAndRead(with(types(1, 3), EventPayloadValidation.WARN));
        assertThat(log.lines()).hasSize(2).last().asString().contains("2 payload type(s) in doubt");
    }

    @Test
    void silenceIsSilent() {
        openAndRead(with(colliding(), EventPayloadValidation.SILENT));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatIsProvidedLaterIsFoundAndValidatedWhenAskedFor(@TempDir Path late) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {late.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            PayloadRegistry first = PayloadRegistry.discovered();
            assertThat(first.find(First.class)).isEmpty();
            Path services = Files.createDirectories(late.resolve("META-INF/services"));
            Files.writeString(services.resolve(PayloadProvider.class.getName()), LateProvider.class.getName());
            assertThat(PayloadRegistry.discovered()).isSameAs(first);
            PayloadRegistry anew = PayloadRegistry.rediscovered();
            assertThat(anew.find(First.class)).isPresent();
            assertThatExceptionOfType(PayloadRegistryException.class).isThrownBy(anew::validate);
            assertThat(PayloadRegistry.discovered()).isSameAs(anew);
            first.validate();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
