package org.seqloc.launch;

import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.ros.master.client.MasterClient;
import org.ros.master.client.SystemState;
import org.seqloc.core.SeqlocException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What rosnode does, as commands of the group {@link NodeCommand}. */
final class GraphNodesCommand {

  private static final String CALLER = "/seqloc_node";

  private GraphNodesCommand() {}

  private static MasterClient master() {
    return new MasterClient(CALLER, GraphNode.loader(List.of()).masterUri());
  }

  private static NavigableSet<String> nodes(SystemState state) {
    NavigableSet<String> nodes = new TreeSet<>();
    for (Map<String, List<String>> part :
        List.of(state.publishers(), state.subscribers(), state.services())) {
      part.values().forEach(nodes::addAll);
    }
    return nodes;
  }

  private static URI find(String node) {
    return master()
        .lookupNode(node)
        .orElseThrow(() -> new SeqlocException("unknown node " + node + "; see seqloc node list"));
  }

  /** Asks a node's slave API. */
  private static Object ask(URI node, String method, Object... arguments) {
    try {
      Object answer = new XmlRpcClient(node).call(method, arguments).join();
      if (answer instanceof List<?> parts && parts.size() == 3) {
        return parts.get(2);
      }
      throw new SeqlocException(node + " answers " + method + " unlike a ROS node");
    } catch (CompletionException e) {
      throw new SeqlocException(
          "cannot contact the node at " + node + ": " + e.getCause().getMessage(), e);
    }
  }

  /** All nodes. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all nodes, as rosnode list does.")
  static final class ListNodes implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      nodes(master().systemState()).forEach(spec.commandLine().getOut()::println);
      return 0;
    }
  }

  /** One node. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Show a node's topics, services and connections, as rosnode info does.")
  static final class Info implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NODE", arity = "1..*", description = "The nodes.")
    private List<String> names;

    @Override
    public Integer call() {
      names.forEach(name -> print(GraphNode.global(name), spec.commandLine().getOut()));
      return 0;
    }

    private static void print(String node, PrintWriter out) {
      URI uri = find(node);
      SystemState state = master().systemState();
      Map<String, String> types = master().topicTypes();
      out.println("-".repeat(80));
      out.println("Node [" + node + "]");
      section(out, "Publications", typed(state.publishers(), node, types));
      section(out, "Subscriptions", typed(state.subscribers(), node, types));
      section(out, "Services", of(state.services(), node));
      out.println();
      out.println("contacting node " + uri + " ...");
      out.println("Pid: " + ask(uri, "getPid", CALLER));
      connections(out, uri, names(state));
      out.println();
      out.flush();
    }

    private static Collection<String> of(Map<String, List<String>> part, String node) {
      return new TreeSet<>(
          part.entrySet().stream()
              .filter(entry -> entry.getValue().contains(node))
              .map(Map.Entry::getKey)
              .toList());
    }

    private static Collection<String> typed(
        Map<String, List<String>> part, String node, Map<String, String> types) {
      List<String> lines = new ArrayList<>();
      of(part, node)
          .forEach(
              topic -> lines.add(topic + " [" + types.getOrDefault(topic, "unknown type") + "]"));
      return lines;
    }

    private static void section(PrintWriter out, String title, Collection<String> lines) {
      out.println(title + (lines.isEmpty() ? ": None" : ": "));
      lines.forEach(line -> out.println(" * " + line));
      out.println();
    }

    /** Publishers are known by their address only. */
    private static Map<String, String> names(SystemState state) {
      Map<String, String> names = new HashMap<>();
      for (String node : nodes(state)) {
        master().lookupNode(node).ifPresent(uri -> names.put(uri.toString(), node));
      }
      return names;
    }

    private static void connections(PrintWriter out, URI uri, Map<String, String> names) {
      if (!(ask(uri, "getBusInfo", CALLER) instanceof List<?> all) || all.isEmpty()) {
        return;
      }
      out.println("Connections:");
      for (Object each : all) {
        if (each instanceof List<?> c && c.size() >= 5) {
          boolean outbound = "o".equals(c.get(2));
          out.println(" * topic: " + c.get(4));
          String peer = String.valueOf(c.get(1));
          out.println(
              "    * to: "
                  + (names.containsKey(peer) ? names.get(peer) + " (" + peer + ")" : peer));
          out.println("    * direction: " + (outbound ? "outbound" : "inbound"));
          out.println("    * transport: " + c.get(3));
        }
      }
    }
  }

  /** Asks a node whether it is there. */
  @Command(
      name = "ping",
      mixinStandardHelpOptions = true,
      description = "Ask a node once a second whether it is there, as rosnode ping does.")
  static final class Ping implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String name;

    @Option(
        names = {"-c", "--count"},
        paramLabel = "N",
        description = "End after so many answers.")
    private int count = Integer.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException {
      String node = GraphNode.global(name);
      URI uri = find(node);
      PrintWriter out = spec.commandLine().getOut();
      double sumMillis = 0;
      for (int i = 1; i <= count; i++) {
        long begun = System.nanoTime();
        ask(uri, "getPid", CALLER);
        double millis = (System.nanoTime() - begun) / 1e6;
        out.printf(Locale.ROOT, "xmlrpc reply from %s\ttime=%fms%n", uri, millis);
        out.flush();
        sumMillis += millis;
        if (i < count) {
          TimeUnit.SECONDS.sleep(1);
        }
      }
      out.printf(Locale.ROOT, "ping average: %fms%n", sumMillis / count);
      return 0;
    }
  }

  /** Ends nodes. */
  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      description = "Tell nodes to end, as rosnode kill does.")
  static final class Kill implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NODE", arity = "1..*", description = "The nodes.")
    private List<String> names;

    @Override
    public Integer call() {
      List<String> nodes = names.stream().map(GraphNode::global).toList();
      List<URI> uris = nodes.stream().map(GraphNodesCommand::find).toList();
      PrintWriter out = spec.commandLine().getOut();
      for (int i = 0; i < nodes.size(); i++) {
        out.println("killing " + nodes.get(i));
        out.flush();
        ask(uris.get(i), "shutdown", CALLER, "[seqloc] node kill");
      }
      out.println("killed");
      return 0;
    }
  }
}
