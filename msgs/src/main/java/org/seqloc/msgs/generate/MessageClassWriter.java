package org.seqloc.msgs.generate;

import java.util.ArrayList;
import java.util.List;
import org.seqloc.msgs.definition.Constant;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.MessageDefinition;

/** Writes the Java class of one message type. */
final class MessageClassWriter {

  private final MessageDefinition definition;
  private final Definitions definitions;
  private final JavaNames names;
  private final String className;
  private final StringBuilder code = new StringBuilder();

  private MessageClassWriter(MessageDefinition definition, Definitions definitions) {
    JavaNames.checkUsable(definition.name());
    this.definition = definition;
    this.definitions = definitions;
    this.names = new JavaNames(definition);
    this.className = definition.name().name();
  }

  /** The text of the class's file. */
  static String write(MessageDefinition definition, Definitions definitions) {
    return new MessageClassWriter(definition, definitions).write();
  }

  private String write() {
    line(OutputFolder.MARK + " from the definition of " + definition.name() + ".");
    line("package " + definition.name().packageName() + ";");
    line("");
    line("/** The ROS message " + definition.name() + ". */");
    line("public final class " + className + " implements org.seqloc.msgs.Message {");
    writeConstants();
    for (Field field : definition.fields()) {
      line("  private " + code(field).javaType() + " " + names.variable(field) + ";");
    }
    writeConstructors();
    definition.fields().forEach(this::writeAccessors);
    writeType();
    writeSerialization();
    writeFieldVisit();
    writeEquality();
    line("}");
    return code.toString();
  }

  private void line(String text) {
    code.append(text).append('\n');
  }

  private FieldCode code(Field field) {
    return new FieldCode(definition, field, "this." + names.variable(field), definitions);
  }

  private void writeConstants() {
    String type = "org.seqloc.msgs.MessageType<" + className + ">";
    line("  public static final java.lang.String _TYPE = \"" + definition.name() + "\";");
    line("");
    line("  /** The full definition, that of all used types included. */");
    line("  public static final java.lang.String _DEFINITION =");
    line("      " + JavaLiterals.text(definitions.fullText(definition)) + ";");
    line("");
    line("  public static final " + type + " " + names.typeConstant() + " =");
    line("      new org.seqloc.msgs.MessageType<>(");
    line("          _TYPE,");
    line("          \"" + definitions.md5(definition) + "\",");
    line("          _DEFINITION,");
    line("          " + className + "::new,");
    line("          " + className + "::read);");
    line("");
    for (Constant constant : definition.constants()) {
      String javaType = FieldCode.javaType(constant.type());
      String value = JavaLiterals.value(constant);
      String name = names.constant(constant);
      line("  public static final " + javaType + " " + name + " = " + value + ";");
    }
    if (!definition.constants().isEmpty()) {
      line("");
    }
  }

  private void writeConstructors() {
    line("");
    line("  /** A message with all fields zero, empty or false. */");
    line("  public " + className + "() {");
    for (Field field : definition.fields()) {
      if (!code(field).isNumber()) {
        line("    this." + names.variable(field) + " = " + code(field).initial() + ";");
      }
    }
    line("  }");
    line("");
    line("  private " + className + "(io.netty.buffer.ByteBuf in) {");
    for (Field field : definition.fields()) {
      line("    this." + names.variable(field) + " = " + code(field).read() + ";");
    }
    line("  }");
    line("");
    line("  /** Reads one message; see {@link org.seqloc.msgs.MessageType#read}. */");
    line("  public static " + className + " read(io.netty.buffer.ByteBuf in) {");
    line("    return new " + className + "(in);");
    line("  }");
  }

  private void writeAccessors(Field field) {
    FieldCode fieldCode = code(field);
    String type = fieldCode.javaType();
    String variable = "this." + names.variable(field);
    line("");
    line("  public " + type + " " + names.getter(field) + "() {");
    line("    return " + fieldCode.returned() + ";");
    line("  }");
    line("");
    line("  public void " + names.setter(field) + "(" + type + " value) {");
    if (!fieldCode.isNumber()) {
      line("    java.util.Objects.requireNonNull(value, \"" + field.name() + "\");");
    }
    line("    " + variable + " = " + fieldCode.stored("value") + ";");
    line("  }");
  }

  private void writeType() {
    line("");
    line("  @java.lang.Override");
    line("  public org.seqloc.msgs.MessageType<" + className + "> type() {");
    line("    return " + names.typeConstant() + ";");
    line("  }");
  }

  private void writeSerialization() {
    List<String> lengths = new ArrayList<>();
    long fixed = 0;
    for (Field field : definition.fields()) {
      fixed += code(field).fixedLength();
      if (!code(field).variableLength().isEmpty()) {
        lengths.add(code(field).variableLength());
      }
    }
    line("");
    line("  @java.lang.Override");
    line("  public int serializedLength() {");
    if (lengths.isEmpty()) {
      line("    return " + fixed + ";");
    } else {
      lengths.add(0, fixed + "L");
      line("    return java.lang.Math.toIntExact(");
      line("        " + String.join("\n            + ", lengths) + ");");
    }
    line("  }");
    line("");
    line("  @java.lang.Override");
    line("  public void writeTo(io.netty.buffer.ByteBuf out) {");
    for (Field field : definition.fields()) {
      line("    " + code(field).write());
    }
    line("  }");
  }

  private void writeFieldVisit() {
    line("");
    line("  @java.lang.Override");
    line("  public void forEachField(org.seqloc.msgs.FieldVisitor visitor) {");
    for (Field field : definition.fields()) {
      String name = JavaLiterals.text(field.name());
      String type = JavaLiterals.text(field.type().rosName());
      line("    visitor.field(" + name + ", " + type + ", " + code(field).returned() + ");");
    }
    line("  }");
  }

  private void writeEquality() {
    line("");
    line("  @java.lang.Override");
    line("  public boolean equals(java.lang.Object other) {");
    if (definition.fields().isEmpty()) {
      line("    return other instanceof " + className + ";");
    } else {
      line("    return other instanceof " + className + " that");
      for (Field field : definition.fields()) {
        line("        && " + code(field).equality("that." + names.variable(field)));
      }
      line("    ;");
    }
    line("  }");
    line("");
    line("  @java.lang.Override");
    line("  public int hashCode() {");
    line("    int hash = " + JavaLiterals.text(definition.name().rosName()) + ".hashCode();");
    for (Field field : definition.fields()) {
      line("    hash = 31 * hash + " + code(field).hash() + ";");
    }
    line("    return hash;");
    line("  }");
    line("");
    line("  /** The fields as {@code rostopic echo} prints them, long arrays left out. */");
    line("  @java.lang.Override");
    line("  public java.lang.String toString() {");
    line("    return org.seqloc.msgs.MessagePrinter.BRIEF.print(this);");
    line("  }");
  }
}
