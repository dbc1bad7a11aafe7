package org.seqloc.launch;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.ros.master.client.MasterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at services, as rosservice does. */
@Command(
    name = "service",
    description = "Look at services, as rosservice does.",
    subcommands = {ServiceCommand.ListServices.class})
final class ServiceCommand extends GroupCommand {

  /** All services. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "List all services.")
  static final class ListServices implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      MasterClient master =
          new MasterClient("/seqloc_service", GraphNode.loader(List.of()).masterUri());
      new TreeSet<>(master.systemState().services().keySet())
          .forEach(spec.commandLine().getOut()::println);
      return 0;
    }
  }
}
