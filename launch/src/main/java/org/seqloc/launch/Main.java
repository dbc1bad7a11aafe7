package org.seqloc.launch;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The {@code seqloc} command line.
 *
 * <p>Exit codes: 0 done; 1 a check found problems; 2 something the user can mend, told in one line;
 * 70 a fault of the program, with its stack trace.
 */
@Command(
    name = "seqloc",
    description = "Tells a vehicle where it is from its cameras.",
    versionProvider = Version.class)
public final class Main extends GroupCommand {

  private static final List<Class<?>> COMMANDS =
      List.of(
          KaptureCommand.class,
          MapCommand.class,
          LocalizeCommand.class,
          BagCommand.class,
          EvaluateCommand.class,
          MasterCommand.class,
          NodeCommand.class,
          PlayCommand.class,
          RecordCommand.class,
          TopicCommand.class,
          ServiceCommand.class,
          ParamCommand.class,
          MsgsCommand.class,
          SimCommand.class,
          DemoCommand.class,
          BenchCommand.class);

  static final int EXIT_USER = 2;
  static final int EXIT_FAULT = 70;

  /** Read back by {@link Failures} and {@link Logging}; here so that help shows it. */
  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Log more, and show where a failure came from.")
  private boolean verbose;

  public static void main(String[] args) {
    System.exit(run(utf8(System.out), utf8(System.err), args));
  }

  /** UTF-8 whatever the locale: in a container it is often unset, while the terminal is not. */
  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs one command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Main main = new Main();
    Failures failures = new Failures(() -> main.verbose);
    CommandLine commandLine = new CommandLine(main);
    needed(args).forEach(commandLine::addSubcommand);
    commandLine.setOut(out).setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(failures);
    commandLine.setExecutionExceptionHandler(failures);
    commandLine.setExecutionStrategy(
        parsed -> {
          Logging.configure(main.verbose);
          return new CommandLine.RunLast().execute(parsed);
        });
    CommandList.install(commandLine);
    try {
      return commandLine.execute(args);
    } catch (Throwable e) {
      // Errors: picocli lets them through.
      return failures.report(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** The command that is named, or all where none is: to read what each of them takes is slow. */
  private static List<Class<?>> needed(String... args) {
    Optional<String> first = Arrays.stream(args).filter(arg -> !arg.startsWith("-")).findFirst();
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(type -> first.equals(Optional.of(type.getAnnotation(Command.class).name())))
            .toList();
    return named.isEmpty() ? COMMANDS : named;
  }
}
