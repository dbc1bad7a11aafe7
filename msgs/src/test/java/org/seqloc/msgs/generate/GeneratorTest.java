package org.seqloc.msgs.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.msgs.Message;
import org.seqloc.msgs.MessageType;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.TypeIndex;
import org.seqloc.msgs.definition.DefinitionException;

class GeneratorTest {

  @TempDir Path folder;
  private Path definitions;
  private Path java;
  private Path classes;

  @BeforeEach
  void folders() {
    definitions = folder.resolve("ros");
    java = folder.resolve("java");
    classes = folder.resolve("classes");
  }

  private void define(String file, String text) throws IOException {
    Path path = definitions.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Generator.Result generate() {
    return Generator.generate(
        new Generator.Request(
            List.of(definitions),
            name -> MessageTypes.find(name).map(MessageType::definition),
            java,
            Optional.of(classes),
            "my.robot.Types"));
  }

  /** Compiles what was generated, warnings being errors, and finds its types. */
  private TypeIndex compiled() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      Iterable<? extends JavaFileObject> sources =
          files.getJavaFileObjects(filesBelow(java).keySet().stream().toArray(Path[]::new));
      List<String> options =
          List.of(
              ("--release 17 -Xlint:all,-processing,-serial,-options -Werror -proc:none -d "
                      + classes)
                  .split(" "));
      StringWriter messages = new StringWriter();
      boolean done = compiler.getTask(messages, files, null, options, null, sources).call();
      assertTrue(done, messages.toString());
    }
    URL[] path = {classes.toUri().toURL()};
    ClassLoader loader = new URLClassLoader(path, MessageType.class.getClassLoader());
    return ServiceLoader.load(TypeIndex.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(index -> index.getClass().getName().equals("my.robot.Types"))
        .findFirst()
        .orElseThrow();
  }

  private static Map<Path, String> filesBelow(Path root) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readString(file));
      }
    }
    return files;
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }

  private static Object constant(Message message, String name) throws ReflectiveOperationException {
    return message.getClass().getField(name).get(null);
  }

  private static Message empty(TypeIndex types, String name) {
    return types.message(name).orElseThrow().create();
  }

  private static void assertComesBack(Message message) {
    ByteBuf bytes = Unpooled.buffer();
    message.writeTo(bytes);
    assertEquals(message.serializedLength(), bytes.readableBytes());
    assertEquals(message, message.type().read(bytes));
    assertFalse(bytes.isReadable());
  }

  @Test
  void messagesOfAllKindsOfFieldsComeBack() throws Exception {
    define("my_msgs/msg/Part.msg", "std_msgs/Header header\nstd_msgs/Empty[] nothing\n");
    StringBuilder text = new StringBuilder("Header header\nPart part\nPart[] parts\nPart[2] two\n");
    for (String type :
        "bool int8 uint8 byte char int16 uint16 int32 uint32 int64 uint64 float32 float64 string"
            .concat(" time duration std_msgs/Empty")
            .split(" ")) {
      String name = type.replace("std_msgs/", "").toLowerCase(Locale.ROOT);
      text.append(type).append(" a_").append(name).append('\n');
      text.append(type).append("[] many_").append(name).append('\n');
      text.append(type).append("[3] three_").append(name).append('\n');
      text.append(type).append("[0] none_").append(name).append('\n');
    }
    define("my_msgs/msg/All.msg", text.toString());
    Generator.Result result = generate();
    assertEquals(new Generator.Result(2, 0, 4), result);
    Message all = empty(compiled(), "my_msgs/All");
    assertEquals(List.of(), call(all, "getParts"));
    assertEquals(3, bytes(call(all, "getThreeUint8")).length);
    assertArrayEquals(new double[3], (double[]) call(all, "getThreeFloat64"));
    assertEquals(List.of("", "", ""), call(all, "getThreeString"));
    assertComesBack(all);
  }

  private static byte[] bytes(Object buffer) {
    byte[] bytes = new byte[((ByteBuf) buffer).readableBytes()];
    ((ByteBuf) buffer).readBytes(bytes);
    return bytes;
  }

  @Test
  void namesThatJavaReservesGetAnUnderscore() throws Exception {
    define(
        "my_msgs/Odd.msg",
        """
        int32 class
        int32 class_
        int32 int
        string value
        string in
        string out
        string other
        string that
        string hash
        string visitor
        string io
        string org
        string java
        std_msgs/String std_msgs
        int8 TYPE
        int8 a_b
        int8 aB
        int8 a__b_
        string[] e
        string[] b
        uint8 new=3
        uint8 byte = 4
        string goto = a
        """);
    generate();
    Message odd = empty(compiled(), "my_msgs/Odd");
    assertComesBack(odd);
    assertEquals(0, call(odd, "getClass_"));
    assertEquals(0, call(odd, "getClass__"));
    assertEquals(0, call(odd, "getInt"));
    assertEquals((byte) 0, call(odd, "getTYPE"));
    assertEquals((byte) 0, call(odd, "getAB"));
    assertEquals((byte) 0, call(odd, "getAB_"));
    assertEquals((byte) 0, call(odd, "getAB__"));
    assertEquals(new std_msgs.String(), call(odd, "getStdMsgs"));
    assertEquals((byte) 3, constant(odd, "new_"));
    assertEquals((byte) 4, constant(odd, "byte_"));
    assertEquals("a", constant(odd, "goto_"));
    // Elsewhere than in Java they keep their names.
    StringBuilder names = new StringBuilder();
    odd.forEachField((name, type, value) -> names.append(name).append(' '));
    assertTrue(names.toString().startsWith("class class_ int value in out"), names.toString());
  }

  @Test
  void constantsHaveTheirValues() throws Exception {
    String quoted = "say \"hi\" \\ # \u00fc \ud83d\ude00 \\u0041";
    String long20k = "\ud83d\ude00".repeat(20_000);
    define(
        "my_msgs/Constants.msg",
        """
        int8 LEAST_INT8=-128
        uint8 MOST_UINT8=255
        char MOST_CHAR=255
        int16 LEAST_INT16=-32768
        uint16 MOST_UINT16=65535
        int32 LEAST_INT32=-2147483648
        uint32 MOST_UINT32=4294967295
        int64 LEAST_INT64=-9223372036854775808
        uint64 MOST_UINT64=18446744073709551615
        float32 TENTH=0.1
        float32 HUGE32=1e300
        float64 HUGE64=-1e300
        float64 NOT=nan
        float32 LESS=-inf
        bool YES=True
        bool NO=0
        string TYPE=text
        string QUOTED=%s
        string LONG=%s
        string NONE=
        """
            .formatted(quoted, long20k));
    generate();
    Message message = empty(compiled(), "my_msgs/Constants");
    assertEquals((byte) -128, constant(message, "LEAST_INT8"));
    assertEquals((byte) -1, constant(message, "MOST_UINT8"));
    assertEquals((byte) -1, constant(message, "MOST_CHAR"));
    assertEquals(Short.MIN_VALUE, constant(message, "LEAST_INT16"));
    assertEquals((short) -1, constant(message, "MOST_UINT16"));
    assertEquals(Integer.MIN_VALUE, constant(message, "LEAST_INT32"));
    assertEquals(-1, constant(message, "MOST_UINT32"));
    assertEquals(Long.MIN_VALUE, constant(message, "LEAST_INT64"));
    assertEquals(-1L, constant(message, "MOST_UINT64"));
    assertEquals(0.1f, constant(message, "TENTH"));
    assertEquals(Float.POSITIVE_INFINITY, constant(message, "HUGE32"));
    assertEquals(-1e300, constant(message, "HUGE64"));
    assertEquals(Double.NaN, constant(message, "NOT"));
    assertEquals(Float.NEGATIVE_INFINITY, constant(message, "LESS"));
    assertEquals(true, constant(message, "YES"));
    assertEquals(false, constant(message, "NO"));
    assertEquals("text", constant(message, "TYPE"));
    assertEquals(quoted, constant(message, "QUOTED"));
    assertEquals(long20k, constant(message, "LONG"));
    assertEquals("", constant(message, "NONE"));
    assertTrue(message.type().definition().contains(long20k));
  }

  @Test
  void servicesHaveClassesToo() throws Exception {
    define("my_msgs/srv/Ask.srv", "geometry_msgs/Pose from\n---\nbool ok\n");
    Generator.Result result = generate();
    assertEquals(2, result.messages());
    assertEquals(1, result.services());
    TypeIndex types = compiled();
    assertEquals(List.of("my_msgs/Ask"), types.serviceNames());
    assertEquals(List.of("my_msgs/AskRequest", "my_msgs/AskResponse"), types.messageNames());
    assertEquals(
        "my_msgs/AskResponse",
        types.service("my_msgs/Ask").orElseThrow().responseType().create().type().name());
    assertTrue(types.service("my_msgs/AskRequest").isEmpty());
  }

  @Test
  void theSameDefinitionsGiveTheSameBytesAndNothingIsWrittenAgain() throws IOException {
    define("a_msgs/A.msg", "b_msgs/B b\n");
    define("b_msgs/B.msg", "time t\n");
    define("b_msgs/C.srv", "---\n");
    Generator.Result first = generate();
    Map<Path, String> files = filesBelow(java);
    assertEquals(first.changedFiles(), files.size() + 1);
    assertEquals(0, generate().changedFiles());

    Path elsewhere = folder.resolve("elsewhere");
    Files.move(java, elsewhere);
    generate();
    assertEquals(files, filesBelow(java));
    define("b_msgs/B.msg", "time u\n");
    assertEquals(2, generate().changedFiles(), "B, and A with its full text");
  }

  @Test
  void staleClassesAreDeletedAndOnlyThese() throws IOException {
    define("a_msgs/A.msg", "");
    define("a_msgs/B.msg", "");
    generate();
    Path own = java.resolve("a_msgs/Own.java");
    Path notes = java.resolve("a_msgs/notes.txt");
    Files.writeString(own, "package a_msgs; class Own {}");
    Files.writeString(notes, "// Generated");
    Files.delete(definitions.resolve("a_msgs/B.msg"));
    generate();
    assertTrue(Files.exists(java.resolve("a_msgs/A.java")));
    assertFalse(Files.exists(java.resolve("a_msgs/B.java")));
    assertTrue(Files.exists(own));
    assertTrue(Files.exists(notes));
  }

  @ParameterizedTest
  @CsvSource({
    "p/A.msg, int32, 'p/A.msg:1: ''int32'' is not ''type name'''",
    "p/A.msg, B b, 'p/A.b: there is no definition of p/B'",
    "p/1A.msg, '', 'p/1A.msg: ''p/1A'' is not a type name such as std_msgs/Header'",
    "class/A.msg, '', 'class/A: not usable as a name in Java'",
    "org/A.msg, '', 'org/A: not usable as a name in Java'",
    "p/java.msg, '', 'p/java: not usable as a name in Java'",
    "p/record.msg, '', 'p/record: not usable as a name in Java'",
  })
  void whatCannotBeUsedIsNamed(String file, String text, String message) throws IOException {
    define(file, text);
    DefinitionException e = assertThrows(DefinitionException.class, this::generate);
    assertEquals(message, e.getMessage().replace(definitions + "/", ""));
  }

  @Test
  void classesThatWouldOverwriteOneAnotherAreRefused() throws IOException {
    define("p/Ask.srv", "---");
    define("p/askRequest.msg", "");
    DefinitionException e = assertThrows(DefinitionException.class, this::generate);
    assertEquals(
        "p/askRequest: its class would overwrite that of p/AskRequest; rename one", e.getMessage());
  }

  @Test
  void foldersWithoutDefinitionsAreRefused() throws IOException {
    assertThrows(DefinitionException.class, this::generate);
    Files.createDirectories(definitions);
    DefinitionException e = assertThrows(DefinitionException.class, this::generate);
    assertEquals("[" + definitions + "]: no .msg or .srv file found", e.getMessage());
    Files.write(
        Files.createDirectories(definitions.resolve("p")).resolve("A.msg"), new byte[] {-1});
    e = assertThrows(DefinitionException.class, this::generate);
    assertEquals(definitions + "/p/A.msg: not UTF-8", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"Types", "my.", "my..Types", "my/robot/Types", "''"})
  void anIndexClassNeedsAPackage(String name) {
    List<Path> sources = List.of(folder);
    assertThrows(
        DefinitionException.class,
        () ->
            new Generator.Request(
                sources, any -> Optional.empty(), folder, Optional.empty(), name));
  }
}
