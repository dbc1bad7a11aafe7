package org.seqloc.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MessageGenerator;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.generate.Generator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Message definitions. */
@Command(
    name = "msgs",
    description = "Message and service definitions.",
    subcommands = {
      MsgsCommand.Generate.class,
      MsgsCommand.Show.class,
      MsgsCommand.Md5.class,
      MsgsCommand.ShowService.class,
      MsgsCommand.Md5Service.class
    })
final class MsgsCommand extends GroupCommand {

  /** Makes classes. */
  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = "Make Java classes of .msg and .srv files.")
  static final class Generate implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--path",
        required = true,
        paramLabel = "DIR",
        description = "Take the .msg and .srv files below; may be repeated.")
    private List<Path> folders;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "The folder for the classes, compiled and packed together with them.")
    private Path out;

    @Option(
        names = "--index",
        paramLabel = "CLASS",
        description = "The class that lists them all (default: GeneratedTypes of the first one).")
    private String index;

    @Override
    public Integer call() {
      Generator.Result result;
      try {
        result = MessageGenerator.generate(folders, out, out, Optional.ofNullable(index));
      } catch (DefinitionException e) {
        throw new SeqlocException(e.getMessage(), e);
      }
      spec.commandLine()
          .getOut()
          .printf(
              "%s: classes of %d messages and %d services, %d files changed%n",
              out, result.messages(), result.services(), result.changedFiles());
      return 0;
    }
  }

  /** Where the definitions come from, and which one is wanted. */
  private abstract static class OfType implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TYPE", description = "Package and type, std_msgs/String.")
    private String type;

    @Mixin private TypeOptions types;

    abstract String text(TypeOptions types, String type);

    @Override
    public final void run() {
      spec.commandLine().getOut().println(text(types, type).stripTrailing());
    }
  }

  /** A definition. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show a message's definition with those it uses, as gendeps --cat does.")
  static final class Show extends OfType {
    @Override
    String text(TypeOptions types, String type) {
      return types.message(type).definition();
    }
  }

  /** A sum. */
  @Command(
      name = "md5",
      mixinStandardHelpOptions = true,
      description = "Show a message's sum, as rosmsg md5 does.")
  static final class Md5 extends OfType {
    @Override
    String text(TypeOptions types, String type) {
      return types.message(type).md5();
    }
  }

  /** A service's definition. */
  @Command(
      name = "show-srv",
      mixinStandardHelpOptions = true,
      description = "Show a service's definition with those it uses.")
  static final class ShowService extends OfType {
    @Override
    String text(TypeOptions types, String type) {
      return types.service(type).definition();
    }
  }

  /** A service's sum. */
  @Command(
      name = "md5-srv",
      mixinStandardHelpOptions = true,
      description = "Show a service's sum, as rossrv md5 does.")
  static final class Md5Service extends OfType {
    @Override
    String text(TypeOptions types, String type) {
      return types.service(type).md5();
    }
  }
}
