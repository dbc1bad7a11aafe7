package org.ros.internal.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRpcCodecTest {

  @Test
  void everyTypeOfTheParameterServerComesBack() throws XmlRpcException {
    List<Object> values =
        List.of(
            7,
            -2_000_000_000,
            true,
            2.5,
            1e-300,
            "plain & <marked> \"grüß dich\"",
            "",
            List.of(1, "a", List.of()),
            Map.of("rig", Map.of("cameras", 4), "names", List.of("front", "rear")));
    MethodCall call = XmlRpcParser.parseCall(XmlRpcWriter.call(new MethodCall("setParam", values)));
    assertEquals("setParam", call.method());
    assertEquals(values, call.parameters());
    byte[] bytes = {0, 1, -1, 127};
    assertArrayEquals(bytes, (byte[]) XmlRpcParser.parseResponse(XmlRpcWriter.response(bytes)));
  }

  @Property(tries = 200)
  void anyTextComesBackOrIsRefused(@ForAll String text) throws XmlRpcException {
    Object back;
    try {
      back = XmlRpcParser.parseResponse(XmlRpcWriter.response(List.of(text)));
    } catch (IllegalArgumentException e) {
      return; // XML cannot hold it, and says so
    }
    // XML 1.0, 2.11: line ends are normalized unless written as references.
    assertEquals(text.length(), ((String) ((List<?>) back).get(0)).length());
  }

  @Test
  void readsWhatPythonWrites() throws XmlRpcException {
    // Of xmlrpc.client.dumps((1, 'ok', [True, 2.0]), methodresponse=True) within one value.
    String python =
        """
        <?xml version='1.0'?>
        <methodResponse>
        <params>
        <param>
        <value><array><data>
        <value><int>1</int></value>
        <value><string>ok</string></value>
        <value><array><data>
        <value><boolean>1</boolean></value>
        <value><double>2.0</double></value>
        </data></array></value>
        </data></array></value>
        </param>
        </params>
        </methodResponse>
        """;
    assertEquals(List.of(1, "ok", List.of(true, 2.0)), XmlRpcParser.parseResponse(bytes(python)));
  }

  @Test
  void aFaultIsAnException() {
    byte[] fault = XmlRpcWriter.fault(new XmlRpcException(3, "no such method"));
    XmlRpcException e =
        assertThrows(XmlRpcException.class, () -> XmlRpcParser.parseResponse(fault));
    assertTrue(e.getMessage().contains("no such method"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1",
        "<methodCall>",
        "<methodCall><methodName>a</methodName><params><param><value><int>x</int></value>"
            + "</param></params></methodCall>",
        "<methodCall><methodName>a</methodName><params><param><value><nothing/></value></param>"
            + "</params></methodCall>",
        // Entities that multiply, and one that reads a file.
        "<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            + "<methodCall><methodName>&b;</methodName></methodCall>",
        "<!DOCTYPE m [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
            + "<methodCall><methodName>&f;</methodName></methodCall>",
      })
  void whatIsNoCallIsRefused(String document) {
    assertThrows(XmlRpcException.class, () -> XmlRpcParser.parseCall(bytes(document)));
  }

  @Test
  void nestingHasALimit() {
    String deep =
        "<methodCall><methodName>a</methodName><params><param>"
            + "<value><array><data>".repeat(100_000);
    XmlRpcException e =
        assertThrows(XmlRpcException.class, () -> XmlRpcParser.parseCall(bytes(deep)));
    assertTrue(e.getMessage().contains("nested deeper"), e.getMessage());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
