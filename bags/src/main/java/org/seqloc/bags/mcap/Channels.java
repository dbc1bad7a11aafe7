package org.seqloc.bags.mcap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.seqloc.bags.Connection;
import org.seqloc.bags.Encoding;
import org.seqloc.bags.Qos;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.TypeName;

/** The schemas and channels of a file, which its records may repeat. */
final class Channels {

  /** A message type; without name where a channel has none. */
  private record Schema(String name, String encoding, String definition) {}

  private static final Schema NO_SCHEMA = new Schema("", "", "");

  private static final String LATCHING = "latching";
  private static final String CALLER_ID = "callerid";
  private static final String MD5 = "md5sum";
  private static final String QOS = "offered_qos_profiles";
  private static final Set<String> OF_ROS1 = Set.of(LATCHING, CALLER_ID, MD5);

  // What definitions, topics and the like may take in all.
  private static final long MAX_TEXT = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  private final Map<Integer, Schema> schemas = new HashMap<>();
  private final Map<Integer, Connection> connections = new LinkedHashMap<>();
  private final Map<Schema, String> md5s = new HashMap<>();
  private final Map<String, Boolean> latchingQos = new HashMap<>();
  private long textLength;

  /** Takes a schema record. */
  void addSchema(Records record) {
    Fields fields = record.fields();
    int id = fields.u16();
    if (id == 0) {
      // Means nothing, the format says.
      return;
    }
    String name = fields.text("a schema's name");
    String encoding = fields.text("a schema's encoding");
    String definition =
        fields.text("a schema's definition", new Encoding("", encoding).definitionCharset());
    Schema schema = new Schema(name, encoding, definition);
    Schema known = schemas.putIfAbsent(id, schema);
    if (known == null) {
      count(record);
    } else if (!known.equals(schema)) {
      throw record.damaged("schema " + id + " is declared a second time, as another one");
    }
  }

  /** Takes a channel record. */
  void addChannel(Records record) {
    Fields fields = record.fields();
    int id = fields.u16();
    int schemaId = fields.u16();
    Schema schema = schemaId == 0 ? NO_SCHEMA : schemas.get(schemaId);
    if (schema == null) {
      throw record.damaged(
          "channel " + id + " is of schema " + schemaId + ", which is not declared");
    }
    String topic = fields.text("a channel's topic");
    String encoding = fields.text("a channel's encoding");
    Map<String, String> metadata = fields.texts("a channel's metadata");
    Connection connection = connection(id, schema, topic, encoding, metadata);
    Connection known = connections.putIfAbsent(id, connection);
    if (known == null) {
      count(record);
    } else if (!known.equals(connection)) {
      throw record.damaged("channel " + id + " is declared a second time, as another one");
    }
  }

  /** Takes a record if it is a schema or a channel. */
  void add(Records record) {
    if (record.op() == McapFormat.OP_SCHEMA) {
      addSchema(record);
    } else if (record.op() == McapFormat.OP_CHANNEL) {
      addChannel(record);
    }
  }

  boolean hasSchema(int id) {
    return id == 0 || schemas.containsKey(id);
  }

  boolean has(int channel) {
    return connections.containsKey(channel);
  }

  Optional<Connection> find(int channel) {
    return Optional.ofNullable(connections.get(channel));
  }

  /** In the order they were declared. */
  List<Connection> connections() {
    return new ArrayList<>(connections.values());
  }

  private void count(Records record) {
    textLength += record.end() - record.start();
    if (textLength > MAX_TEXT) {
      throw record.damaged("channels and schemas of more than " + MAX_TEXT + " bytes");
    }
  }

  private Connection connection(
      int id, Schema schema, String topic, String encoding, Map<String, String> metadata) {
    Encoding kind = new Encoding(encoding, schema.encoding());
    String qos = metadata.getOrDefault(QOS, "");
    Set<String> ours = kind.isRos1() ? OF_ROS1 : kind.isCdr() ? Set.of(QOS) : Set.of();
    Map<String, String> rest = new HashMap<>(metadata);
    rest.keySet().removeAll(ours);
    return new Connection(
        id,
        topic,
        schema.name(),
        kind.isRos1() ? md5(schema, metadata) : "",
        schema.definition(),
        isLatching(metadata, qos),
        metadata.getOrDefault(CALLER_ID, ""),
        kind,
        qos,
        rest);
  }

  private String md5(Schema schema, Map<String, String> metadata) {
    String recorded = metadata.get(MD5);
    return recorded != null ? recorded : md5s.computeIfAbsent(schema, Channels::md5);
  }

  private static String md5(Schema schema) {
    try {
      TypeName name = TypeName.parse(schema.name());
      Definitions definitions = Definitions.fromFullText(name, schema.definition());
      return definitions.md5(definitions.get(name));
    } catch (DefinitionException e) {
      // Its messages can be copied, not decoded.
      return "";
    }
  }

  private boolean isLatching(Map<String, String> metadata, String qos) {
    String latching = metadata.getOrDefault(LATCHING, "");
    return latching.equals("true")
        || latching.equals("1")
        || latchingQos.computeIfAbsent(qos, Qos::isLatching);
  }

  /** The metadata that a channel record of the connection carries. */
  static Map<String, String> metadata(Connection connection) {
    Map<String, String> metadata = new TreeMap<>(connection.metadata());
    if (connection.encoding().isRos1()) {
      if (!connection.callerId().isEmpty()) {
        metadata.put(CALLER_ID, connection.callerId());
      }
      metadata.put(LATCHING, Boolean.toString(connection.latching()));
      if (!connection.md5().isEmpty()) {
        metadata.put(MD5, connection.md5());
      }
    } else if (connection.encoding().isCdr()) {
      metadata.put(QOS, connection.qos());
    }
    return metadata;
  }
}
