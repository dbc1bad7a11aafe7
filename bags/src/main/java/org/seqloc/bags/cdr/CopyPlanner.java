package org.seqloc.bags.cdr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.seqloc.bags.cdr.CdrType.Arity;
import org.seqloc.msgs.definition.DefinitionException;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.FieldType;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.Primitive;
import org.seqloc.msgs.definition.TypeName;

/** Finds the counterparts of a ROS 1 type's fields and plans how to copy them. */
final class CopyPlanner {

  private record Pair(StructName source, TypeName target) {}

  private final CdrDefinitions source;
  private final Definitions target;
  // Types are used again and again; without these a hostile definition would take forever.
  private final Map<Pair, CopyStep> copied = new HashMap<>();
  private final SkipPlanner skips;
  private final Set<String> leftOut = new LinkedHashSet<>();

  CopyPlanner(CdrDefinitions source, Definitions target) {
    this.source = source;
    this.target = target;
    this.skips = new SkipPlanner(source);
  }

  /** The fields that the target does not have. */
  Set<String> leftOut() {
    return leftOut;
  }

  CopyStep struct(CdrStruct from, MessageDefinition to) {
    Pair pair = new Pair(from.name(), to.name());
    CopyStep known = copied.get(pair);
    if (known == null) {
      known = newStruct(from, to);
      copied.put(pair, known);
    }
    return known;
  }

  private CopyStep newStruct(CdrStruct from, MessageDefinition to) {
    List<Integer> order = new ArrayList<>();
    for (Field field : to.fields()) {
      order.add(
          KnownTypes.isSequenceNumber(to.name(), field)
              ? CopyStep.Shuffled.ZERO
              : counterpart(from, to.name(), field));
    }
    List<CopyStep> steps = new ArrayList<>();
    for (int i = 0; i < from.fields().size(); i++) {
      CdrField field = from.fields().get(i);
      String where = from.name() + "." + field.name();
      int at = order.indexOf(i);
      if (at < 0) {
        leftOut.add(where);
        steps.add(new CopyStep.LeftOut(skips.field(field.type(), where)));
      } else {
        steps.add(field(field.type(), to.fields().get(at).type(), where));
      }
    }
    if (from.fields().isEmpty()) {
      steps.add(new CopyStep.Dummy(from.name().rosName()));
    }
    return inOrder(steps, order);
  }

  private static CopyStep inOrder(List<CopyStep> steps, List<Integer> order) {
    List<Integer> read = order.stream().filter(i -> i != CopyStep.Shuffled.ZERO).toList();
    for (int i = 1; i < read.size(); i++) {
      if (read.get(i - 1) >= read.get(i)) {
        return new CopyStep.Shuffled(List.copyOf(steps), List.copyOf(order));
      }
    }
    List<CopyStep> all = new ArrayList<>();
    int next = 0;
    for (int index : order) {
      if (index == CopyStep.Shuffled.ZERO) {
        all.add(new CopyStep.Zero());
      } else {
        all.addAll(steps.subList(next, index + 1));
        next = index + 1;
      }
    }
    all.addAll(steps.subList(next, steps.size()));
    return new CopyStep.Struct(List.copyOf(all));
  }

  private static int counterpart(CdrStruct from, TypeName target, Field field) {
    int found = -1;
    for (int i = 0; i < from.fields().size(); i++) {
      String name = from.fields().get(i).name();
      if (name.equals(field.name())) {
        return i;
      }
      if (name.equalsIgnoreCase(field.name())) {
        found = i;
      }
    }
    if (found < 0) {
      throw new DefinitionException(
          String.format(
              "%s.%s of ROS 1 has no counterpart in ROS 2's %s",
              target, field.name(), from.name()));
    }
    return found;
  }

  private CopyStep field(CdrType from, FieldType to, String where) {
    if (!to.isArray()) {
      if (from.arity() != Arity.SINGLE) {
        throw differ(from, to, where);
      }
      return single(from, to, where);
    }
    boolean fixed = to.arity() == FieldType.Arity.FIXED_ARRAY;
    boolean fits =
        switch (from.arity()) {
          case SINGLE -> false;
          case ARRAY -> !fixed || from.length() == to.fixedLength();
          case SEQUENCE -> !fixed;
        };
    if (!fits) {
      throw differ(from, to, where);
    }
    return skips.array(from, single(from, to, where), !fixed, where);
  }

  private CopyStep single(CdrType from, FieldType to, String where) {
    if (from.element() instanceof CdrPrimitive primitive) {
      if (!(to.element() instanceof Primitive wanted) || !same(primitive, wanted)) {
        throw differ(from, to, where);
      }
      return SkipPlanner.primitive(primitive, from.stringBound(), where);
    }
    CdrStruct struct = source.get((StructName) from.element());
    if (to.element() instanceof TypeName name) {
      return struct(struct, target.get(name));
    }
    boolean stamp =
        (to.element() == Primitive.TIME && struct.name().equals(StructName.TIME))
            || (to.element() == Primitive.DURATION && struct.name().equals(StructName.DURATION));
    if (!stamp || !isStamp(struct)) {
      throw differ(from, to, where);
    }
    return skips.struct(struct);
  }

  /** Whether the struct is two numbers of 32 bits, as it must be. */
  private static boolean isStamp(CdrStruct struct) {
    return struct.fields().size() == 2
        && struct.fields().stream()
            .allMatch(
                f ->
                    f.type().arity() == Arity.SINGLE
                        && (f.type().element() == CdrPrimitive.INT32
                            || f.type().element() == CdrPrimitive.UINT32));
  }

  private static boolean same(CdrPrimitive from, Primitive to) {
    return switch (from) {
      case BYTE, CHAR, INT8, UINT8 -> to.isByteSized();
      case WSTRING -> to == Primitive.STRING;
      default -> from.rosName().equals(to.rosName());
    };
  }

  private static DefinitionException differ(CdrType from, FieldType to, String where) {
    return new DefinitionException(
        String.format("%s is %s in ROS 2 and %s in ROS 1", where, from.rosName(), to.rosName()));
  }
}
