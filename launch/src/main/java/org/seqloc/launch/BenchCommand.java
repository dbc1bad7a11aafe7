package org.seqloc.launch;

import picocli.CommandLine.Command;

/** Measures parts of the product beside their peers. */
@Command(
    name = "bench",
    description = "Measure parts of Seqloc beside their peers on this machine.",
    subcommands = {
      BenchTransportCommand.class,
      BenchPeerCommand.class,
      BenchStreamsCommand.class,
      BenchPlayCommand.class,
      BenchBagsCommand.class,
      BenchReadCommand.class,
    })
final class BenchCommand extends GroupCommand {}
