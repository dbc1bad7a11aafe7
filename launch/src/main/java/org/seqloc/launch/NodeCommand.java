package org.seqloc.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.seqloc.core.feature.LocalFeatureExtractor;
import org.seqloc.core.localize.LocalizerOptions;
import org.seqloc.core.map.LocalizationMap;
import org.seqloc.nodes.localizer.LocalizerNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Nodes of a ROS graph. */
@Command(
    name = "node",
    description = "Nodes of a ROS graph.",
    subcommands = {
      NodeCommand.Localizer.class,
      GraphNodesCommand.ListNodes.class,
      GraphNodesCommand.Info.class,
      GraphNodesCommand.Ping.class,
      GraphNodesCommand.Kill.class
    })
final class NodeCommand extends GroupCommand {

  /** The localizer, live. */
  @Command(
      name = "localizer",
      mixinStandardHelpOptions = true,
      description = "Localize a vehicle live: images in, ~pose, ~path, /tf, /diagnostics out.")
  static final class Localizer implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--map", required = true, paramLabel = "FILE", description = "The map.")
    private Path mapPath;

    @Option(
        names = "--no-sequence",
        description = "Localize every frame alone, whatever the poses before.")
    private boolean noSequence;

    @Mixin private VehicleOptions vehicle;
    @Mixin private DeviceOption device;

    @Parameters(
        index = "0..*",
        arity = "0..*",
        paramLabel = "FROM:=TO",
        description = GraphNode.REMAPPINGS)
    private List<String> remappings = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
      try (LocalizationMap map = LocalizationMap.open(mapPath);
          LocalFeatureExtractor extractor = device.open(map.featureSpec())) {
        LocalizerOptions options =
            noSequence ? LocalizerOptions.DEFAULT.withoutSequence() : LocalizerOptions.DEFAULT;
        spec.commandLine()
            .getErr()
            .println("localizer with " + mapPath + ", " + map.featureSpec().type() + " features");
        GraphNode.run(
            new LocalizerNode(map, extractor, options, vehicle.settings()),
            GraphNode.configuration(remappings),
            GraphNode::forever);
      }
      return 0;
    }
  }
}
