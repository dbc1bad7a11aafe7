package org.ros.internal.xmlrpc;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes calls and answers as UTF-8 XML. */
public final class XmlRpcWriter {

  static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss");

  private final StringBuilder xml = new StringBuilder(256);

  private XmlRpcWriter() {
    xml.append("<?xml version=\"1.0\"?>\n");
  }

  /**
   * @throws IllegalArgumentException naming a value that XML-RPC cannot carry
   */
  public static byte[] call(MethodCall call) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodCall><methodName>");
    writer.text(call.method());
    writer.xml.append("</methodName><params>");
    for (Object parameter : call.parameters()) {
      writer.xml.append("<param>");
      writer.value(parameter);
      writer.xml.append("</param>");
    }
    writer.xml.append("</params></methodCall>\n");
    return writer.bytes();
  }

  /**
   * @throws IllegalArgumentException naming a value that XML-RPC cannot carry
   */
  public static byte[] response(Object value) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><params><param>");
    writer.value(value);
    writer.xml.append("</param></params></methodResponse>\n");
    return writer.bytes();
  }

  /** Writes the failure of a call. */
  public static byte[] fault(XmlRpcException fault) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><fault>");
    writer.value(faultStruct(fault));
    writer.xml.append("</fault></methodResponse>\n");
    return writer.bytes();
  }

  static Map<String, Object> faultStruct(XmlRpcException fault) {
    String message = String.valueOf(fault.getMessage());
    StringBuilder writable = new StringBuilder(message.length());
    message.codePoints().forEach(c -> writable.appendCodePoint(isXmlCharacter(c) ? c : '?'));
    return Map.of("faultCode", fault.code(), "faultString", writable.toString());
  }

  private byte[] bytes() {
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(Object value) {
    xml.append("<value>");
    if (value instanceof String string) {
      xml.append("<string>");
      text(string);
      xml.append("</string>");
    } else if (value instanceof Integer integer) {
      xml.append("<int>").append(integer.intValue()).append("</int>");
    } else if (value instanceof Boolean bool) {
      xml.append("<boolean>").append(bool ? '1' : '0').append("</boolean>");
    } else if (value instanceof Double number) {
      xml.append("<double>").append(doubleText(number)).append("</double>");
    } else if (value instanceof List<?> list) {
      xml.append("<array><data>");
      list.forEach(this::value);
      xml.append("</data></array>");
    } else if (value instanceof Map<?, ?> map) {
      xml.append("<struct>");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        xml.append("<member><name>");
        text(String.valueOf(entry.getKey()));
        xml.append("</name>");
        value(entry.getValue());
        xml.append("</member>");
      }
      xml.append("</struct>");
    } else if (value instanceof byte[] bytes) {
      xml.append("<base64>").append(Base64.getEncoder().encodeToString(bytes)).append("</base64>");
    } else if (value instanceof LocalDateTime time) {
      xml.append("<dateTime.iso8601>").append(DATE_TIME.format(time)).append("</dateTime.iso8601>");
    } else {
      throw new IllegalArgumentException(
          "XML-RPC has no type for "
              + (value == null ? "null" : value.getClass().getName())
              + "; use Integer, Boolean, String, Double, LocalDateTime, byte[], List or Map");
    }
    xml.append("</value>");
  }

  /** The specification has no word for these; this is what Python's and C's parsers take. */
  private static String doubleText(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return Double.toString(number);
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        // A bare carriage return would come back as a line feed.
        case '\r' -> xml.append("&#13;");
        default -> {
          if (!isXmlCharacter(c)) {
            throw new IllegalArgumentException(
                "XML cannot carry the character U+%04X; send such text as byte[] (base64)"
                    .formatted(c));
          }
          xml.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isXmlCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
