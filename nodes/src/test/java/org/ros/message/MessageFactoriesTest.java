package org.ros.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.ros.exception.RosMessageRuntimeException;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.message.DefaultMessageFactory;
import org.ros.internal.message.MessageBuffers;
import org.ros.internal.message.definition.MessageDefinitionReflectionProvider;
import org.ros.node.NodeConfiguration;
import org.seqloc.msgs.MalformedMessageException;

/** Messages without a node. */
class MessageFactoriesTest {

  private final MessageDefinitionReflectionProvider definitions =
      new MessageDefinitionReflectionProvider();

  @Test
  void aTypesNameHasAPackage() {
    MessageIdentifier type = MessageIdentifier.of("std_msgs/String");
    assertEquals("std_msgs", type.getPackage());
    assertEquals("String", type.getName());
    assertEquals(type, MessageIdentifier.of("std_msgs", "String"));
    assertEquals(type.hashCode(), MessageIdentifier.of("std_msgs", "String").hashCode());
    assertEquals("MessageIdentifier<std_msgs/String>", type.toString());
    assertThrows(IllegalArgumentException.class, () -> MessageIdentifier.of("String"));
    MessageDeclaration declaration = MessageDeclaration.of("std_msgs/String", "string data");
    assertEquals(type, declaration.getMessageIdentifier());
    assertEquals("std_msgs/String", declaration.getType());
    assertEquals("String", declaration.getName());
    assertEquals("string data", declaration.getDefinition());
  }

  @Test
  void definitionsAreThoseOfTheClassesAndOfWhatWasAdded() {
    assertTrue(definitions.has("geometry_msgs/PoseStamped"));
    String definition = definitions.get("geometry_msgs/PoseStamped");
    assertTrue(definition.contains("Pose pose"), definition);
    assertFalse(definition.contains("MSG:"), definition);
    assertTrue(definitions.getPackages().contains("sensor_msgs"));
    assertTrue(
        definitions
            .getMessageIdentifiersByPackage("std_msgs")
            .contains(MessageIdentifier.of("std_msgs/String")));
    assertFalse(definitions.has("mine/Own"));
    assertThrows(RosMessageRuntimeException.class, () -> definitions.get("mine/Own"));
    definitions.add("mine/Own", "int32 x");
    assertEquals("int32 x", definitions.get("mine/Own"));
    assertTrue(definitions.getPackages().contains("mine"));
  }

  @Test
  void aFactoryMakesWhatIsKnownAndHasAClass() {
    DefaultMessageFactory factory = new DefaultMessageFactory(definitions);
    geometry_msgs.Point point = factory.newFromType(geometry_msgs.Point._TYPE);
    assertEquals(0, point.getX());
    assertThrows(RosMessageRuntimeException.class, () -> factory.newFromType("mine/Own"));
    definitions.add("mine/Own", "int32 x");
    assertThrows(RosMessageRuntimeException.class, () -> factory.newFromType("mine/Own"));
    MessageFactory ofNode = NodeConfiguration.newPrivate().getTopicMessageFactory();
    assertEquals(point, ofNode.newFromType("geometry_msgs/Point"));
    std_srvs.SetBoolRequest request =
        NodeConfiguration.newPrivate()
            .getServiceRequestMessageFactory()
            .newFromType(std_srvs.SetBool._TYPE);
    assertFalse(request.getData());
  }

  @Test
  void messagesAreWrittenAsOnConnectionsAndRead() {
    MessageSerializationFactory factory =
        NodeConfiguration.newPrivate().getMessageSerializationFactory();
    std_msgs.String word = new std_msgs.String();
    word.setData("hé");
    ByteBuf bytes = MessageBuffers.dynamicBuffer();
    factory.<std_msgs.String>newMessageSerializer(std_msgs.String._TYPE).serialize(word, bytes);
    assertEquals("0300000068c3a9", ByteBufUtil.hexDump(bytes));
    assertEquals(word, factory.newMessageDeserializer(std_msgs.String._TYPE).deserialize(bytes));
    assertThrows(
        MalformedMessageException.class,
        () ->
            factory
                .newMessageDeserializer(std_msgs.String._TYPE)
                .deserialize(Unpooled.wrappedBuffer(new byte[] {9, 0, 0, 0})));

    std_srvs.SetBoolRequest request = new std_srvs.SetBoolRequest();
    request.setData(true);
    ByteBuf call = Unpooled.buffer();
    factory.newServiceRequestSerializer(std_srvs.SetBool._TYPE).serialize(request, call);
    assertEquals("01", ByteBufUtil.hexDump(call));
    assertEquals(
        request, factory.newServiceRequestDeserializer(std_srvs.SetBool._TYPE).deserialize(call));
    assertThrows(
        IllegalArgumentException.class,
        () -> factory.newServiceResponseSerializer(std_srvs.SetBool._TYPE).serialize(word, call));
    assertThrows(
        RosRuntimeException.class, () -> factory.newMessageSerializer("mine/NotGenerated"));
  }

  @Test
  void buffersAreLittleEndianAsRosIs() {
    assertEquals("0000803f", ByteBufUtil.hexDump(MessageBuffers.dynamicBuffer().writeFloat(1)));
  }
}
