import org.jspecify.annotations.NullMarked;

/// Writes the codecs of event payloads, projections and reactors while the types that declare them are compiled.
@NullMarked
module io.batpak.processor {
    requires java.compiler;
    requires static org.jspecify;

    provides javax.annotation.processing.Processor with
            io.batpak.processor.PayloadProcessor,
            io.batpak.processor.SourcingProcessor;
}
