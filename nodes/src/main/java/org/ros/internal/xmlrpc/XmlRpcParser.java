package org.ros.internal.xmlrpc;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads calls and answers. Meant for bytes of strangers: document types and entities are refused,
 * nesting is limited to {@link #MAX_DEPTH}; the caller limits the length of the document, and with
 * it everything else.
 */
public final class XmlRpcParser {

  /** How deep arrays and structs may nest. */
  public static final int MAX_DEPTH = 64;

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final XMLInputFactory FACTORY = newFactory();

  private final XMLStreamReader xml;

  private XmlRpcParser(XMLStreamReader xml) {
    this.xml = xml;
  }

  private static XMLInputFactory newFactory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not accepted");
        });
    return factory;
  }

  /**
   * @throws XmlRpcException with {@link XmlRpcException#PARSE_ERROR} saying what is wrong where
   */
  public static MethodCall parseCall(byte[] document) throws XmlRpcException {
    return parse(document, XmlRpcParser::call);
  }

  /**
   * Reads the value that a method returned.
   *
   * @throws XmlRpcException the fault that the peer answered, or {@link
   *     XmlRpcException#PARSE_ERROR}
   */
  public static Object parseResponse(byte[] document) throws XmlRpcException {
    return parse(document, XmlRpcParser::response);
  }

  private interface Rule<T> {
    T apply(XmlRpcParser parser) throws XMLStreamException, XmlRpcException;
  }

  private static <T> T parse(byte[] document, Rule<T> rule) throws XmlRpcException {
    String text = decoded(document);
    // The JDK's parser reads a DTD even where it does not support it, and stumbles over some.
    if (text.contains("<!DOCTYPE")) {
      throw new XmlRpcException(
          XmlRpcException.PARSE_ERROR, "not XML-RPC: it has a document type declaration");
    }
    try {
      XMLStreamReader reader;
      synchronized (FACTORY) {
        reader = FACTORY.createXMLStreamReader(new StringReader(text));
      }
      XmlRpcParser parser = new XmlRpcParser(reader);
      try {
        return rule.apply(parser);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw new XmlRpcException(XmlRpcException.PARSE_ERROR, "not XML-RPC: " + reason, e);
    }
  }

  /** ROS speaks UTF-8, whatever a document says; a byte order mark is left out. */
  private static String decoded(byte[] document) throws XmlRpcException {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new XmlRpcException(XmlRpcException.PARSE_ERROR, "not XML-RPC: it is not UTF-8", e);
    }
  }

  private MethodCall call() throws XMLStreamException, XmlRpcException {
    open("methodCall");
    open("methodName");
    String method = text().trim();
    List<Object> parameters = new ArrayList<>();
    if (nextTag() == XMLStreamReader.START_ELEMENT) {
      expectName("params");
      parameters = params();
      nextTag();
    }
    expectClosed("methodCall");
    return new MethodCall(method, parameters);
  }

  private Object response() throws XMLStreamException, XmlRpcException {
    open("methodResponse");
    nextTag();
    if (xml.isStartElement() && xml.getLocalName().equals("fault")) {
      open("value");
      throw asFault(value(0));
    }
    expectName("params");
    List<Object> values = params();
    if (values.size() != 1) {
      throw malformed("an answer has one value, this has " + values.size());
    }
    return values.get(0);
  }

  /** The exception that a fault struct means. */
  static XmlRpcException asFault(Object fault) {
    if (fault instanceof Map<?, ?> map
        && map.get("faultCode") instanceof Integer code
        && map.get("faultString") instanceof String message) {
      return new XmlRpcException(code, message);
    }
    return new XmlRpcException(XmlRpcException.INTERNAL_ERROR, String.valueOf(fault));
  }

  /** Reads up to and with the end tag of params. */
  private List<Object> params() throws XMLStreamException, XmlRpcException {
    List<Object> values = new ArrayList<>();
    while (nextTag() == XMLStreamReader.START_ELEMENT) {
      expectName("param");
      open("value");
      values.add(value(0));
      nextTag();
      expectClosed("param");
    }
    return values;
  }

  /** Reads behind the start tag of a value up to and with its end tag. */
  private Object value(int depth) throws XMLStreamException, XmlRpcException {
    if (depth > MAX_DEPTH) {
      throw malformed("nested deeper than " + MAX_DEPTH);
    }
    StringBuilder plain = new StringBuilder();
    int event = nextContent(plain);
    if (event == XMLStreamReader.END_ELEMENT) {
      return plain.toString();
    }
    Object value = typedValue(depth);
    nextTag();
    expectClosed("value");
    return value;
  }

  private Object typedValue(int depth) throws XMLStreamException, XmlRpcException {
    String type = xml.getLocalName();
    return switch (type) {
      case "array" -> array(depth);
      case "struct" -> struct(depth);
      case "string" -> text();
      default -> scalar(type, text().trim());
    };
  }

  private Object scalar(String type, String text) throws XmlRpcException {
    try {
      return switch (type) {
        case "i4", "int" -> Integer.valueOf(text);
        case "boolean" -> booleanValue(text);
        case "double" -> doubleValue(text);
        case "base64" -> Base64.getMimeDecoder().decode(text);
        case "dateTime.iso8601" -> LocalDateTime.parse(text, XmlRpcWriter.DATE_TIME);
        default -> throw malformed("unknown type <" + type + ">");
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw malformed("'" + text + "' is no " + type);
    }
  }

  private Boolean booleanValue(String text) {
    if (!text.equals("0") && !text.equals("1")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("1");
  }

  private static Double doubleValue(String text) {
    return switch (text) {
      case "nan", "-nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(text);
    };
  }

  private List<Object> array(int depth) throws XMLStreamException, XmlRpcException {
    List<Object> values = new ArrayList<>();
    open("data");
    while (nextTag() == XMLStreamReader.START_ELEMENT) {
      expectName("value");
      values.add(value(depth + 1));
    }
    nextTag();
    expectClosed("array");
    return values;
  }

  private Map<String, Object> struct(int depth) throws XMLStreamException, XmlRpcException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (nextTag() == XMLStreamReader.START_ELEMENT) {
      expectName("member");
      open("name");
      String name = text();
      open("value");
      members.put(name, value(depth + 1));
      nextTag();
      expectClosed("member");
    }
    return members;
  }

  /** The text up to the end tag of the present element, which may hold no other element. */
  private String text() throws XMLStreamException, XmlRpcException {
    StringBuilder text = new StringBuilder();
    if (nextContent(text) == XMLStreamReader.START_ELEMENT) {
      throw malformed("<" + xml.getLocalName() + "> where text is expected");
    }
    return text.toString();
  }

  /** Steps to the next tag, collecting the text before it. */
  private int nextContent(StringBuilder text) throws XMLStreamException, XmlRpcException {
    while (true) {
      int event = xml.next();
      switch (event) {
        case XMLStreamReader.START_ELEMENT, XMLStreamReader.END_ELEMENT -> {
          return event;
        }
        case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA, XMLStreamReader.SPACE ->
            text.append(xml.getText());
        case XMLStreamReader.COMMENT, XMLStreamReader.PROCESSING_INSTRUCTION -> {}
        default -> throw malformed("document types and entities are not accepted");
      }
    }
  }

  private int nextTag() throws XMLStreamException, XmlRpcException {
    StringBuilder text = new StringBuilder();
    int event = nextContent(text);
    if (!text.toString().isBlank()) {
      throw malformed("text where a tag is expected");
    }
    return event;
  }

  private void open(String name) throws XMLStreamException, XmlRpcException {
    nextTag();
    expectName(name);
  }

  private void expectName(String name) throws XmlRpcException {
    if (!xml.isStartElement() || !xml.getLocalName().equals(name)) {
      throw malformed("<" + xml.getLocalName() + "> where <" + name + "> is expected");
    }
  }

  private void expectClosed(String name) throws XmlRpcException {
    if (!xml.isEndElement() || !xml.getLocalName().equals(name)) {
      throw malformed("<" + xml.getLocalName() + "> where </" + name + "> is expected");
    }
  }

  private XmlRpcException malformed(String what) {
    return new XmlRpcException(
        XmlRpcException.PARSE_ERROR,
        "not XML-RPC: "
            + what
            + " (line "
            + xml.getLocation().getLineNumber()
            + ", column "
            + xml.getLocation().getColumnNumber()
            + ")");
  }
}
