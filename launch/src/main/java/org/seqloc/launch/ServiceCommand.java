package org.seqloc.launch;

import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.ros.exception.RemoteException;
import org.ros.exception.ServiceNotFoundException;
import org.ros.internal.node.service.ServiceProbe;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.master.client.MasterClient;
import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.service.ServiceClient;
import org.ros.node.service.ServiceResponseListener;
import org.ros.time.WallTimeProvider;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MessagePrinter;
import org.seqloc.msgs.ServiceType;
import org.seqloc.msgs.dynamic.DynamicMessage;
import org.seqloc.msgs.dynamic.FieldFiller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at services and calls them, as rosservice does. */
@Command(
    name = "service",
    description = "Look at services and call them, as rosservice does.",
    subcommands = {
      ServiceCommand.ListServices.class,
      ServiceCommand.Call.class,
      ServiceCommand.Info.class,
      ServiceCommand.Type.class,
      ServiceCommand.Find.class
    })
final class ServiceCommand extends GroupCommand {

  private static final String CALLER = "/seqloc_service";

  private static MasterClient master() {
    return new MasterClient(CALLER, GraphNode.loader(List.of()).masterUri());
  }

  private static URI uriOf(String service) {
    return master()
        .lookupService(service)
        .orElseThrow(
            () -> new SeqlocException("unknown service " + service + "; see seqloc service list"));
  }

  private static String typeOf(String service, URI uri) {
    return ServiceProbe.ask(CALLER, service, uri).orEmpty(ConnectionHeader.TYPE);
  }

  /** All services. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "List all services.")
  static final class ListServices implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      new TreeSet<>(master().systemState().services().keySet())
          .forEach(spec.commandLine().getOut()::println);
    }
  }

  /** The type of a service. */
  @Command(
      name = "type",
      mixinStandardHelpOptions = true,
      description = "Show the type of a service.")
  static final class Type implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service;

    @Override
    public void run() {
      String name = GraphNode.global(service);
      spec.commandLine().getOut().println(typeOf(name, uriOf(name)));
    }
  }

  /** The services of a type. */
  @Command(
      name = "find",
      mixinStandardHelpOptions = true,
      description = "List the services of a type.")
  static final class Find implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "TYPE", description = "The type, std_srvs/Trigger.")
    private String type;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      Map<String, List<String>> all = new TreeMap<>(master().systemState().services());
      for (String name : all.keySet()) {
        Optional<URI> uri = master().lookupService(name);
        if (uri.isPresent() && typeOf(name, uri.get()).equals(type)) {
          out.println(name);
        }
      }
    }
  }

  /** One service. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Show a service's node, address, type and arguments.")
  static final class Info implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service;

    @Mixin private TypeOptions types;

    @Override
    public void run() {
      String name = GraphNode.global(service);
      URI uri = uriOf(name);
      String type = typeOf(name, uri);
      PrintWriter out = spec.commandLine().getOut();
      List<String> nodes = master().systemState().services().getOrDefault(name, List.of());
      out.println("Node: " + String.join(", ", nodes));
      out.println("URI: " + uri);
      out.println("Type: " + type);
      out.println("Args: " + String.join(" ", types.service(type).requestType().create().fields()));
    }
  }

  /** Calls a service. */
  @Command(
      name = "call",
      mixinStandardHelpOptions = true,
      description = "Call a service and print its answer.",
      footer = {
        "",
        "Values are YAML: one for each field in turn, or one map with some of the fields:",
        "  seqloc service call /localizer/enable '{data: true}'"
      })
  static final class Call implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
    private String service;

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "VALUE",
        description = "The request; without any value it is empty.")
    private List<String> values = new ArrayList<>();

    @Option(names = "-v", description = "Print the request too.")
    private boolean showRequest;

    @Mixin private TypeOptions types;

    @Override
    public Integer call() {
      String name = GraphNode.global(service);
      ServiceType<DynamicMessage, DynamicMessage> type = types.service(typeOf(name, uriOf(name)));
      DynamicMessage request = type.requestType().create();
      Time now = new WallTimeProvider().getCurrentTime();
      try {
        new FieldFiller(() -> now).fill(request, YamlArguments.parse(values));
      } catch (IllegalArgumentException e) {
        throw new SeqlocException(name + ": " + e.getMessage(), e);
      }
      CompletableFuture<DynamicMessage> answer = new CompletableFuture<>();
      GraphNode.run(
          new GraphNode.Anonymous("seqloc_call") {
            @Override
            public void onStart(ConnectedNode node) {
              callOn(node, name, type, request, answer);
            }
          },
          GraphNode.configuration(List.of()).setServiceTypes(wanted -> Optional.of(type)),
          () -> print(name, request, answer));
      return 0;
    }

    private static void callOn(
        ConnectedNode node,
        String name,
        ServiceType<DynamicMessage, DynamicMessage> type,
        DynamicMessage request,
        CompletableFuture<DynamicMessage> answer) {
      try {
        ServiceClient<DynamicMessage, DynamicMessage> client =
            node.newServiceClient(name, type.name());
        client.call(
            request,
            new ServiceResponseListener<>() {
              @Override
              public void onSuccess(DynamicMessage response) {
                answer.complete(response);
              }

              @Override
              public void onFailure(RemoteException e) {
                answer.completeExceptionally(e);
              }
            });
      } catch (ServiceNotFoundException e) {
        answer.completeExceptionally(e);
      }
    }

    private void print(
        String name, DynamicMessage request, CompletableFuture<DynamicMessage> answer)
        throws InterruptedException {
      PrintWriter out = spec.commandLine().getOut();
      try {
        DynamicMessage response = answer.get();
        if (showRequest) {
          out.println(MessagePrinter.FULL.print(request));
          out.println("---");
        }
        out.println(MessagePrinter.FULL.print(response));
      } catch (ExecutionException e) {
        throw new SeqlocException(name + ": " + e.getCause().getMessage(), e);
      }
    }
  }
}
