package org.seqloc.launch;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help lists every command in full, those within groups too, with one line each. */
final class CommandList {

  private CommandList() {}

  static void install(CommandLine commandLine) {
    commandLine
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandList::render);
    commandLine.getSubcommands().values().forEach(CommandList::install);
  }

  private static String render(Help help) {
    Map<String, String> commands = new LinkedHashMap<>();
    collect(help.commandSpec().commandLine(), "", commands);
    int width = commands.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder list = new StringBuilder();
    commands.forEach(
        (name, description) ->
            list.append("  ")
                .append(name)
                .append(" ".repeat(width - name.length() + 3))
                .append(description)
                .append(System.lineSeparator()));
    return list.toString();
  }

  private static void collect(CommandLine parent, String prefix, Map<String, String> commands) {
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (command.getCommandSpec().usageMessage().hidden()) {
                return;
              }
              if (command.getSubcommands().isEmpty()) {
                String[] lines = command.getCommandSpec().usageMessage().description();
                commands.put(prefix + name, lines.length == 0 ? "" : lines[0]);
              } else {
                collect(command, prefix + name + " ", commands);
              }
            });
  }
}
