package org.seqloc.launch;

import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sensor_msgs.Image;

/** Our side of the benchmark of bags, in a process of its own as the peers' are. */
@Command(
    name = "read",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Reads a bag of images again and again.")
final class BenchReadCommand implements Callable<Integer> {

  /** One byte of each is read: of every page of memory. */
  private static final int PAGE = 4096;

  @Spec private CommandSpec spec;

  @Parameters(index = "0")
  private Path file;

  @Parameters(index = "1", description = "For so long, s, at least twice.")
  private double seconds;

  @Parameters(index = "2", description = "Whether pixels are read too.")
  private BenchReader.Depth depth;

  @Override
  public Integer call() {
    long end = System.nanoTime() + Math.round(1e9 * seconds);
    for (int i = 0; i < 2 || System.nanoTime() < end; i++) {
      spec.commandLine().getOut().println(pass());
    }
    return 0;
  }

  private BenchReader.Pass pass() {
    long begin = System.nanoTime();
    long messages = 0;
    long bytes = 0;
    long sum = 0;
    try (Bag bag = Bag.open(file);
        BagCursor cursor = bag.messages()) {
      while (cursor.hasNext()) {
        BagMessage message = cursor.next();
        Image image = message.decode(Image.TYPE);
        ByteBuf pixels = image.getData();
        messages++;
        bytes += pixels.readableBytes();
        sum += message.receiptNanos() + image.getHeader().getStamp().totalNsecs();
        sum += message.connection().topic().length();
        if (depth == BenchReader.Depth.PIXELS) {
          for (int at = pixels.readerIndex(); at < pixels.writerIndex(); at += PAGE) {
            sum += pixels.getUnsignedByte(at);
          }
        }
      }
    }
    return new BenchReader.Pass(messages, bytes, sum, 1e-9 * (System.nanoTime() - begin));
  }
}
