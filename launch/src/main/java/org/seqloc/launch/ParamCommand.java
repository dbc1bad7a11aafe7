package org.seqloc.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.ros.exception.RemoteException;
import org.ros.master.client.MasterClient;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The parameter server, as rosparam shows and changes it; files are interchangeable with its. */
@Command(
    name = "param",
    description = "Look at parameters and change them, as rosparam does.",
    subcommands = {
      ParamCommand.ListParameters.class,
      ParamCommand.Get.class,
      ParamCommand.Set.class,
      ParamCommand.Delete.class,
      ParamCommand.Dump.class,
      ParamCommand.Load.class
    })
final class ParamCommand extends GroupCommand {

  private static final ObjectMapper YAML =
      new ObjectMapper(
              new YAMLFactory()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private static MasterClient master() {
    return new MasterClient("/seqloc_param", GraphNode.loader(List.of()).masterUri());
  }

  private static Object get(String name) {
    try {
      return master().ask("getParam", name);
    } catch (RemoteException e) {
      throw new SeqlocException("the parameter " + name + " is not set; see seqloc param list", e);
    }
  }

  private static String yaml(Object value) {
    try {
      return YAML.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new SeqlocException("a value cannot be written as YAML: " + e.getOriginalMessage(), e);
    }
  }

  private static Object parse(String text, String where) {
    try {
      return YAML.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new SeqlocException(where + " is no YAML: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static void set(String name, Object value) {
    if (value == null) {
      throw new SeqlocException("the value of " + name + " is empty; parameters have none such");
    }
    try {
      master().ask("setParam", name, value);
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(
          "the parameter server cannot hold " + name + ": " + e.getMessage(), e);
    }
  }

  /** Names. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the names of all parameters.")
  static final class ListParameters implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAMESPACE", description = "Only those below it.")
    private String namespace = "/";

    @Override
    public Integer call() {
      String below = GraphNode.global(namespace);
      String prefix = below.endsWith("/") ? below : below + "/";
      if (master().ask("getParamNames") instanceof List<?> names) {
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(name -> sorted.add(String.valueOf(name)));
        sorted.stream()
            .filter(name -> name.startsWith(prefix))
            .forEach(spec.commandLine().getOut()::println);
      }
      return 0;
    }
  }

  /** A value. */
  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Print a parameter, or all below a namespace, as YAML.")
  static final class Get implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The parameter.")
    private String name;

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(yaml(ParamCommand.get(GraphNode.global(name))));
      return 0;
    }
  }

  /** Sets a value. */
  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Set a parameter to a YAML value: 3, 2.5, true, text, [1, 2], {a: 1}.")
  static final class Set implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The parameter.")
    private String name;

    @Parameters(index = "1", paramLabel = "VALUE", description = "The value.")
    private String value;

    @Override
    public Integer call() {
      set(GraphNode.global(name), parse(value, "'" + value + "'"));
      return 0;
    }
  }

  /** Deletes. */
  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Delete a parameter, or all below a namespace.")
  static final class Delete implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The parameter.")
    private String name;

    @Override
    public Integer call() {
      String global = GraphNode.global(name);
      get(global);
      master().ask("deleteParam", global);
      return 0;
    }
  }

  /** Writes a file. */
  @Command(
      name = "dump",
      mixinStandardHelpOptions = true,
      description = "Write all parameters as YAML to a file, or print them.")
  static final class Dump implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The file.")
    private Path file;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "NAMESPACE",
        description = "Only those below it.")
    private String namespace = "/";

    @Override
    public Integer call() throws IOException {
      String text = yaml(get(GraphNode.global(namespace)));
      if (file == null) {
        spec.commandLine().getOut().print(text);
      } else {
        WholeFile.write(file, text);
      }
      return 0;
    }
  }

  /** Reads a file. */
  @Command(
      name = "load",
      mixinStandardHelpOptions = true,
      description = "Set the parameters of a YAML file.")
  static final class Load implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
    private Path file;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "NAMESPACE",
        description = "Where they go.")
    private String namespace = "/";

    @Override
    public Integer call() throws IOException {
      if (!Files.isReadable(file)) {
        throw new SeqlocException("cannot read " + file + "; give a YAML file");
      }
      if (!(parse(Files.readString(file, StandardCharsets.UTF_8), file.toString())
          instanceof Map<?, ?> values)) {
        throw new SeqlocException(file + " holds no names and values");
      }
      String below = GraphNode.global(namespace);
      values.forEach(
          (name, value) -> set((below.endsWith("/") ? below : below + "/") + name, value));
      return 0;
    }
  }
}
