package org.seqloc.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ros.exception.RosRuntimeException;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How a command line fails: one line for what a user can mend, a stack trace for our faults. */
final class Failures
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

  private final BooleanSupplier verbose;

  Failures(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("seqloc: " + oneLine(e.getMessage()));
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return Main.EXIT_USER;
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    return report(e, command.getErr());
  }

  /** Tells of the failure and returns the exit code. */
  int report(Throwable failure, PrintWriter err) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    Optional<String> mendable = mendable(cause);
    mendable.ifPresent(message -> err.println("seqloc: " + oneLine(message)));
    if (mendable.isEmpty() || verbose.getAsBoolean()) {
      failure.printStackTrace(err);
    }
    return mendable.isPresent() ? Main.EXIT_USER : Main.EXIT_FAULT;
  }

  private static Optional<String> mendable(Throwable e) {
    if (e instanceof SeqlocException || e instanceof RosRuntimeException) {
      return Optional.of(e.getMessage());
    }
    if (e instanceof NoSuchFileException file) {
      return Optional.of(file.getFile() + ": no such file or folder");
    }
    if (e instanceof AccessDeniedException file) {
      return Optional.of(file.getFile() + ": permission denied");
    }
    if (e instanceof NotDirectoryException file) {
      return Optional.of(file.getFile() + ": not a folder");
    }
    if (e instanceof FileAlreadyExistsException file) {
      return Optional.of(file.getFile() + ": is there already and not a folder");
    }
    if (e instanceof FileSystemException file) {
      // Among them a full disk: the system's own words are the reason.
      return Optional.of(file.getMessage());
    }
    if (e instanceof IOException) {
      return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
    }
    if (e instanceof OutOfMemoryError) {
      return Optional.of(
          "out of memory ("
              + e.getMessage()
              + "); give Java more, for example SEQLOC_JAVA_OPTS=-Xmx8g");
    }
    return Optional.empty();
  }

  private static String oneLine(String message) {
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
