package io.batpak.cli;

import io.batpak.cli.json.ErrorJson;
import io.batpak.cli.json.Json;
import io.batpak.error.Handling;
import io.batpak.error.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

/// Turns failures into one or two lines on standard error, or into a JSON document on standard output, and an
/// exit code. Nobody is shown a stack trace; it goes to the logger `io.batpak.cli.Failures` at level DEBUG.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    /// A failure with what to tell and how to end.
    private record Told(ObjectNode error, String advice, int exitCode) {}

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        Throwable cause = failure.getCause();
        String reason = cause instanceof StoreException || cause instanceof UsageException
                ? ErrorJson.text(cause)
                : ErrorJson.text(failure);
        ObjectNode error = ErrorJson.of("Usage", Handling.REJECTED, reason, Json.object());
        String help = "See: " + command.getCommandSpec().qualifiedName() + " --help";
        return tell(command, List.of(arguments).contains("--json"), new Told(error, help, ExitCodes.USAGE));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ParameterException misuse) {
            return handleParseException(misuse, parsed.originalArgs().toArray(String[]::new));
        }
        LOG.log(System.Logger.Level.DEBUG, "command failed", failure);
        boolean json = command.getCommandSpec().userObject() instanceof JsonSwitch chosen && chosen.json();
        return tell(command, json, told(failure));
    }

    private static Told told(Exception failure) {
        return switch (failure) {
            case StoreException refusal -> new Told(ErrorJson.of(refusal), Advice.on(refusal), ExitCodes.of(refusal));
            case UsageException misuse ->
                new Told(
                        ErrorJson.of("Usage", Handling.REJECTED, ErrorJson.text(misuse), Json.object()),
                        "",
                        ExitCodes.USAGE);
            case IOException trouble -> told(trouble);
            case UncheckedIOException trouble -> told(new IOException(trouble.getMessage(), trouble));
            default ->
                new Told(
                        ErrorJson.of("Internal", Handling.FAULT, "unexpected " + failure, Json.object()),
                        "This is a defect of batpak: please report it with the command you ran.",
                        ExitCodes.PROBLEM);
        };
    }

    private static Told told(IOException trouble) {
        String message = trouble.getClass().getSimpleName() + ": " + ErrorJson.text(trouble);
        return new Told(ErrorJson.of("Io", Handling.BUSY, message, Json.object()), "", ExitCodes.USAGE);
    }

    private static int tell(CommandLine command, boolean json, Told told) {
        if (json) {
            command.getOut().println(Json.line(told.error()));
            command.getOut().flush();
            return told.exitCode();
        }
        PrintWriter errors = command.getErr();
        errors.println("batpak: " + told.error().get("message").asString());
        if (!told.advice().isEmpty()) {
            errors.println(told.advice());
        }
        errors.flush();
        return told.exitCode();
    }
}
