package org.seqloc.bags.cdr;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.TypeName;

/**
 * Turns the CDR of a ROS 2 type into the ROS 1 serialization of a type with the same fields, so
 * that the generated message classes read it. Stateless: several threads may share one.
 *
 * <p>Fields correspond by name, whatever the case of its letters and the order, and must have the
 * same type, where
 *
 * <ul>
 *   <li>builtin_interfaces/Time and Duration are ROS 1's {@code time} and {@code duration};
 *   <li>the {@code seq} of a ROS 1 header, which ROS 2 does not have, is 0;
 *   <li>numbers of 8 bits are the same, signed or not: ROS 1's {@code byte} is an int8, that of ROS
 *       2 an uint8;
 *   <li>an array of fixed length or a bounded sequence may become an array of any length, a {@code
 *       wstring} becomes a string in UTF-8;
 *   <li>fields that the ROS 1 type does not have are left out, see {@link #leftOut}.
 * </ul>
 *
 * <p>Large arrays of numbers are not copied: the result is composed of the payload's bytes and what
 * stands around them (big endian arrays are swapped, and therefore copied).
 */
public final class CdrToRos1 {

  /** How many are kept for {@link #of}; a recording has about as many types. */
  private static final int MAX_KEPT = 256;

  private record Key(String type, String schema, String definition, String target, String md5) {}

  private static final Map<Key, CdrToRos1> KEPT = new ConcurrentHashMap<>();

  private final CdrDefinitions source;
  private final CopyStep plan;
  private final List<String> leftOut;

  /**
   * @throws DefinitionException when a field of the target has no counterpart, or one of another
   *     type; the message names both
   */
  public CdrToRos1(CdrDefinitions source, MessageType<?> target) {
    this.source = source;
    TypeName name = TypeName.parse(target.name());
    Definitions definitions = Definitions.fromFullText(name, target.definition());
    CopyPlanner planner = new CopyPlanner(source, definitions);
    plan = planner.struct(source.root(), definitions.get(name));
    leftOut = new ArrayList<>(planner.leftOut());
  }

  /**
   * The way from a recorded type, made once.
   *
   * @param type its name, {@code sensor_msgs/msg/Image}
   * @param schema the language of its definition, {@code ros2msg} or {@code ros2idl}
   * @param definition its text; empty where none is recorded, for the one that Seqloc knows
   * @throws DefinitionException when there is no definition, it is none, or as the constructor's
   */
  public static CdrToRos1 of(String type, String schema, String definition, MessageType<?> target) {
    Key key = new Key(type, schema, definition, target.name(), target.md5());
    CdrToRos1 kept = KEPT.get(key);
    if (kept == null) {
      CdrDefinitions source =
          definition.isEmpty()
              ? CdrDefinitions.known(type)
                  .orElseThrow(
                      () ->
                          new DefinitionException(
                              type + ": its definition was not recorded, and is not known here"))
              : CdrDefinitions.parse(type, schema, definition);
      kept = new CdrToRos1(source, target);
      if (KEPT.size() >= MAX_KEPT) {
        KEPT.clear();
      }
      KEPT.put(key, kept);
    }
    return kept;
  }

  /** The fields that the ROS 1 type does not have, as {@code sensor_msgs/Range.variance}. */
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /**
   * Turns one message.
   *
   * @param payload stays as it is; its reader index does not move
   * @return has a reference count of its own, and where it is released releases what it holds of
   *     the payload; needs no release where the payload needs none
   * @throws MalformedMessageException when the bytes are not such a message, naming the field and
   *     the offset
   */
  public ByteBuf transcode(ByteBuf payload) {
    String where = source.root().name().rosName();
    CdrInput in = new CdrInput(payload, where);
    Ros1Output out = new Ros1Output();
    plan.copy(in, out);
    in.end(where);
    return out.message();
  }
}
