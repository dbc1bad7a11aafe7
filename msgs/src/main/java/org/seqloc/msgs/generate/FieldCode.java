package org.seqloc.msgs.generate;

import java.util.Locale;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.ElementType;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.FieldType;
import org.seqloc.msgs.definition.FieldType.Arity;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.Primitive;
import org.seqloc.msgs.definition.TypeName;

/** The Java expressions that one field of a message needs. All names in them are qualified. */
final class FieldCode {

  private static final String WIRE = "org.seqloc.msgs.Wire.";

  /** The ways in which Java holds a field. */
  private enum Shape {
    NUMBER,
    OBJECT,
    MESSAGE,
    ARRAY,
    BYTES,
    LIST
  }

  private final FieldType type;
  private final Shape shape;
  private final String where;
  private final String variable;
  private final long minElementBytes;

  /**
   * @param variable how the code refers to the field's value
   */
  FieldCode(MessageDefinition owner, Field field, String variable, Definitions definitions) {
    this.type = field.type();
    this.shape = shapeOf(type);
    this.where = JavaLiterals.text(owner.name() + "." + field.name());
    this.variable = variable;
    this.minElementBytes = definitions.minWireBytes(type.element());
  }

  private static Shape shapeOf(FieldType type) {
    if (!(type.element() instanceof Primitive primitive)) {
      return type.isArray() ? Shape.LIST : Shape.MESSAGE;
    }
    if (!primitive.isNumber()) {
      return type.isArray() ? Shape.LIST : Shape.OBJECT;
    }
    if (!type.isArray()) {
      return Shape.NUMBER;
    }
    return primitive.isByteSized() ? Shape.BYTES : Shape.ARRAY;
  }

  private static String elementType(ElementType element) {
    if (element instanceof TypeName name) {
      return JavaNames.qualified(name);
    }
    return switch ((Primitive) element) {
      case BOOL -> "boolean";
      case INT8, UINT8, BYTE, CHAR -> "byte";
      case INT16, UINT16 -> "short";
      case INT32, UINT32 -> "int";
      case INT64, UINT64 -> "long";
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case STRING -> "java.lang.String";
      case TIME -> "org.ros.message.Time";
      case DURATION -> "org.ros.message.Duration";
    };
  }

  /** The Java type of a primitive's single value. */
  static String javaType(Primitive primitive) {
    return elementType(primitive);
  }

  String javaType() {
    String element = elementType(type.element());
    return switch (shape) {
      case NUMBER, OBJECT, MESSAGE -> element;
      case ARRAY -> element + "[]";
      case BYTES -> "io.netty.buffer.ByteBuf";
      case LIST -> "java.util.List<" + element + ">";
    };
  }

  /** The element's name within the names of {@code Wire}'s methods. */
  private String wireName() {
    String element = elementType(type.element());
    String simple = element.substring(element.lastIndexOf('.') + 1);
    return simple.substring(0, 1).toUpperCase(Locale.ROOT) + simple.substring(1);
  }

  private String boxed() {
    String name = wireName();
    return "java.lang." + (name.equals("Int") ? "Integer" : name);
  }

  private boolean isFixed() {
    return type.arity() == Arity.FIXED_ARRAY;
  }

  boolean isNumber() {
    return shape == Shape.NUMBER;
  }

  private String newElement() {
    return type.element() == Primitive.STRING
        ? "\"\""
        : "new " + elementType(type.element()) + "()";
  }

  /** What a new message holds; for numbers Java's own zero. */
  String initial() {
    return switch (shape) {
      case NUMBER -> throw new IllegalStateException("numbers start at zero by themselves");
      case OBJECT, MESSAGE -> newElement();
      case ARRAY -> "new " + elementType(type.element()) + "[" + type.fixedLength() + "]";
      case BYTES ->
          isFixed()
              ? "io.netty.buffer.Unpooled.wrappedBuffer(new byte[" + type.fixedLength() + "])"
              : "io.netty.buffer.Unpooled.EMPTY_BUFFER";
      case LIST ->
          isFixed()
              ? WIRE + "filled(" + type.fixedLength() + ", () -> " + newElement() + ")"
              : "new java.util.ArrayList<>()";
    };
  }

  /** What a setter stores of its checked argument. */
  String stored(String value) {
    // A slice keeps the bytes in place when the caller goes on reading from its buffer.
    return shape == Shape.BYTES ? value + ".slice()" : value;
  }

  /** What a getter returns. */
  String returned() {
    return shape == Shape.BYTES ? variable + ".duplicate()" : variable;
  }

  /** Reads the field from {@code in}. */
  String read() {
    return switch (shape) {
      case NUMBER, OBJECT -> WIRE + "read" + wireName() + "(in, " + where + ")";
      case MESSAGE -> elementType(type.element()) + ".read(in)";
      case ARRAY -> WIRE + "read" + wireName() + "s(in, " + count() + ", " + where + ")";
      case BYTES -> WIRE + "readBytes(in, " + count() + ", " + where + ")";
      case LIST ->
          minElementBytes == 0 && !isFixed()
              ? WIRE + "readEmpties(in, " + where + ", " + newElement() + ")"
              : WIRE + "readList(in, " + count() + ", " + elementReader() + ")";
    };
  }

  private String count() {
    return isFixed()
        ? Integer.toString(type.fixedLength())
        : WIRE + "readCount(in, " + minElementBytes + ", " + where + ")";
  }

  private String elementReader() {
    return type.element() instanceof TypeName name
        ? JavaNames.qualified(name) + "::read"
        : "b -> " + WIRE + "read" + wireName() + "(b, " + where + ")";
  }

  /** Statement that writes the field to {@code out}. */
  String write() {
    String length =
        switch (shape) {
          case ARRAY -> variable + ".length";
          case BYTES -> variable + ".readableBytes()";
          case LIST -> variable + ".size()";
          case NUMBER, OBJECT, MESSAGE -> "";
        };
    String before =
        switch (type.arity()) {
          case SINGLE -> "";
          case FIXED_ARRAY ->
              WIRE
                  + "checkLength("
                  + length
                  + ", "
                  + type.fixedLength()
                  + ", "
                  + where
                  + ");\n    ";
          case VARIABLE_ARRAY -> WIRE + "writeInt(out, " + length + ");\n    ";
        };
    return before
        + switch (shape) {
          case NUMBER, OBJECT -> WIRE + "write" + wireName() + "(out, " + variable + ");";
          case MESSAGE -> variable + ".writeTo(out);";
          case ARRAY -> WIRE + "write" + wireName() + "s(out, " + variable + ");";
          case BYTES -> WIRE + "writeBytes(out, " + variable + ");";
          case LIST -> variable + ".forEach(e -> " + writeElement() + ");";
        };
  }

  private String writeElement() {
    return type.element() instanceof TypeName
        ? "e.writeTo(out)"
        : WIRE + "write" + wireName() + "(out, e)";
  }

  /** Bytes of the serialized field that do not depend on its value. */
  long fixedLength() {
    return switch (shape) {
      case NUMBER -> minElementBytes;
      case OBJECT -> type.element() == Primitive.STRING ? 0 : minElementBytes;
      case MESSAGE -> 0;
      case ARRAY, BYTES -> isFixed() ? type.fixedLength() * minElementBytes : Integer.BYTES;
      case LIST -> isFixed() ? 0 : Integer.BYTES;
    };
  }

  /** Bytes of the serialized field beyond {@link #fixedLength}, or empty when there are none. */
  String variableLength() {
    return switch (shape) {
      case NUMBER -> "";
      case OBJECT -> type.element() == Primitive.STRING ? WIRE + "lengthOf(" + variable + ")" : "";
      case MESSAGE -> variable + ".serializedLength()";
      case ARRAY -> isFixed() ? "" : minElementBytes + "L * " + variable + ".length";
      case BYTES -> isFixed() ? "" : variable + ".readableBytes()";
      case LIST -> {
        if (type.element() == Primitive.STRING) {
          yield WIRE + "lengthOfStrings(" + variable + ")";
        }
        yield type.element() instanceof TypeName
            ? WIRE + "lengthOfMessages(" + variable + ")"
            : minElementBytes + "L * " + variable + ".size()";
      }
    };
  }

  /** Whether the field equals that of the other message. */
  String equality(String other) {
    return switch (shape) {
      case NUMBER ->
          type.element() == Primitive.FLOAT32 || type.element() == Primitive.FLOAT64
              ? boxed() + ".compare(" + variable + ", " + other + ") == 0"
              : variable + " == " + other;
      case ARRAY -> "java.util.Arrays.equals(" + variable + ", " + other + ")";
      case OBJECT, MESSAGE, BYTES, LIST -> variable + ".equals(" + other + ")";
    };
  }

  String hash() {
    return switch (shape) {
      case NUMBER -> boxed() + ".hashCode(" + variable + ")";
      case ARRAY -> "java.util.Arrays.hashCode(" + variable + ")";
      case OBJECT, MESSAGE, BYTES, LIST -> variable + ".hashCode()";
    };
  }
}
