package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.seqloc.msgs.definition.Constant;
import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.Field;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.TypeName;

/** Every type's name, sum, constants, fields and order of used types, against ROS Noetic. */
class NoeticTypesTest {

  @Test
  void everyTypeIsThatOfNoetic() {
    List<String> ours = new ArrayList<>();
    for (String name : MessageTypes.serviceNames()) {
      ours.add("service " + name + " " + MessageTypes.findService(name).orElseThrow().md5());
    }
    for (String name : MessageTypes.names()) {
      describe(MessageTypes.find(name).orElseThrow(), ours);
    }
    assertEquals(Noetic.lines("noetic-types.txt"), ours);
  }

  private static void describe(MessageType<?> type, List<String> into) {
    into.add("message " + type.name() + " " + type.md5());
    TypeName name = TypeName.parse(type.name());
    Definitions definitions = Definitions.fromFullText(name, type.definition());
    MessageDefinition definition = definitions.get(name);
    assertEquals(type.md5(), definitions.md5(definition), type.name());
    assertEquals(type.definition(), definitions.fullText(definition));
    definitions.all().stream().skip(1).forEach(used -> into.add("uses " + used.name()));
    for (Constant constant : definition.constants()) {
      String words = constant.type().rosName() + " " + constant.name() + " " + constant.value();
      into.add("constant " + words);
    }
    for (Field field : definition.fields()) {
      into.add("field " + field.type() + " " + field.name());
    }
  }

  @Test
  void generatedConstantsHaveTheValuesOfTheDefinition() throws ReflectiveOperationException {
    int constants = 0;
    for (String name : MessageTypes.names()) {
      MessageType<?> type = MessageTypes.find(name).orElseThrow();
      TypeName typeName = TypeName.parse(name);
      Definitions definitions = Definitions.fromFullText(typeName, type.definition());
      for (Constant constant : definitions.get(typeName).constants()) {
        Object value = type.create().getClass().getField(constant.name()).get(null);
        // Unsigned numbers are kept in the signed type of their width.
        long mask = (1L << (8 * constant.type().wireBytes())) - 1;
        assertEquals(
            (Long) constant.value() & mask,
            ((Number) value).longValue() & mask,
            name + "." + constant.name());
        constants++;
      }
    }
    assertEquals(83, constants);
  }

  @Test
  void visitedFieldsAreThoseOfTheDefinition() {
    for (String name : MessageTypes.names()) {
      MessageType<?> type = MessageTypes.find(name).orElseThrow();
      TypeName typeName = TypeName.parse(name);
      List<String> defined =
          Definitions.fromFullText(typeName, type.definition()).get(typeName).fields().stream()
              .map(field -> field.type() + " " + field.name())
              .toList();
      List<String> visited = new ArrayList<>();
      type.create().forEachField((field, kind, value) -> visited.add(kind + " " + field));
      assertEquals(defined, visited, name);
    }
  }

  @Test
  void aServiceKnowsItsHalves() {
    ServiceType<?, ?> trigger = MessageTypes.findService("std_srvs/Trigger").orElseThrow();
    assertEquals("std_srvs/TriggerRequest", trigger.requestType().name());
    assertEquals(std_srvs.TriggerResponse.TYPE, trigger.responseType());
    assertEquals(std_srvs.Trigger.TYPE, trigger);
    assertEquals("std_srvs/Trigger", trigger.toString());
    assertTrue(trigger.definition().contains("---"), trigger.definition());
  }

  @Test
  void unknownNamesAreNotFound() {
    Stream.of("std_msgs/Nothing", "String", "std_msgs.String", "", "std_srvs/Trigger")
        .forEach(name -> assertTrue(MessageTypes.find(name).isEmpty(), name));
    assertTrue(MessageTypes.findService("std_msgs/String").isEmpty());
  }
}
