package org.seqloc.bags.cdr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seqloc.bags.cdr.CdrType.Arity;

/** Plans how to read the pieces of a type as they are, in their order. */
final class SkipPlanner {

  private final CdrDefinitions source;
  // Types are used again and again; without these a hostile definition would take forever.
  private final Map<StructName, CopyStep> planned = new HashMap<>();

  SkipPlanner(CdrDefinitions source) {
    this.source = source;
  }

  CopyStep struct(CdrStruct struct) {
    CopyStep known = planned.get(struct.name());
    if (known == null) {
      List<CopyStep> steps = new ArrayList<>();
      for (CdrField field : struct.fields()) {
        steps.add(field(field.type(), struct.name() + "." + field.name()));
      }
      if (steps.isEmpty()) {
        steps.add(new CopyStep.Dummy(struct.name().rosName()));
      }
      known = new CopyStep.Struct(Collections.unmodifiableList(steps));
      planned.put(struct.name(), known);
    }
    return known;
  }

  CopyStep field(CdrType type, String where) {
    CopyStep each =
        type.element() instanceof CdrPrimitive primitive
            ? primitive(primitive, type.stringBound(), where)
            : struct(source.get((StructName) type.element()));
    return type.arity() == Arity.SINGLE ? each : array(type, each, false, where);
  }

  /**
   * @param written whether a copy has the number of elements before them
   */
  CopyStep array(CdrType type, CopyStep each, boolean written, String where) {
    boolean array = type.arity() == Arity.ARRAY;
    CopyStep.Count count =
        new CopyStep.Count(
            array ? type.length() : CopyStep.Count.VARIABLE,
            array ? CdrType.UNBOUNDED : type.length(),
            source.minBytes(type.element()),
            written,
            where);
    return each instanceof CopyStep.Scalar scalar
        ? new CopyStep.Numbers(count, scalar.bytes(), where)
        : new CopyStep.Elements(count, each);
  }

  static CopyStep primitive(CdrPrimitive primitive, int stringBound, String where) {
    return switch (primitive) {
      case STRING -> new CopyStep.Text(stringBound, where);
      case WSTRING -> new CopyStep.WideText(stringBound, where);
      default -> new CopyStep.Scalar(primitive.bytes(), where);
    };
  }
}
