package org.seqloc.core.evaluate;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.seqloc.core.WholeFile;

/** A file of one JSON object: the same content gives the same bytes on every system. */
final class JsonFile {

  private JsonFile() {}

  static void write(Path file, Consumer<ObjectNode> content) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    content.accept(node);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    WholeFile.write(file, mapper.writer(printer).writeValueAsString(node) + "\n");
  }

  /** Null where there is no value. */
  static void put(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    } else {
      node.putNull(key);
    }
  }
}
