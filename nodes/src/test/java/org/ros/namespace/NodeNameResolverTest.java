package org.ros.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As wiki.ros.org/Names has it. */
class NodeNameResolverTest {

  private final NodeNameResolver resolver =
      new NodeNameResolver(
          GraphName.of("/car/seqloc"),
          new NameResolver(
              GraphName.of("/car"),
              Map.of(
                  GraphName.of("image"), GraphName.of("/front/image_raw"),
                  GraphName.of("/car/old"), GraphName.of("/car/new"))));

  @ParameterizedTest
  @CsvSource({
    "bar, /car/bar",
    "bar/baz, /car/bar/baz",
    "/bar, /bar",
    "~pose, /car/seqloc/pose",
    "image, /front/image_raw",
    "old, /car/new",
    "/, /",
  })
  void namesResolveAsInRos(String name, String resolved) {
    assertEquals(GraphName.of(resolved), resolver.resolve(name));
  }

  /** Right: what rosgraph.names.resolve_name of Noetic answers for the node /car/seqloc. */
  @ParameterizedTest
  @CsvSource({
    "~/pose, /car/seqloc/pose",
    "a//b, /car/a/b",
    "/a//, /a",
    "//a, /a",
    "a/, /car/a",
    "~, /car/seqloc",
    "~a/b/, /car/seqloc/a/b",
    "a/1, /car/a/1",
    "/_a, /_a",
  })
  void slashesAreCleanedAsInRospy(String name, String resolved) {
    assertEquals(resolved, resolver.resolve(name).toString());
  }

  @Test
  void namesAreRemappedOnceAsInRoscpp() {
    NodeNameResolver swapping =
        new NodeNameResolver(
            GraphName.of("/car/seqloc"),
            new NameResolver(
                GraphName.of("/car"),
                Map.of(
                    GraphName.of("a"), GraphName.of("b"),
                    GraphName.of("b"), GraphName.of("a"),
                    GraphName.of("~pose"), GraphName.of("/pose"))));
    assertEquals("/car/b", swapping.resolve("a").toString());
    assertEquals("/car/a", swapping.resolve("/car/b").toString());
    assertEquals("/pose", swapping.resolve("~pose").toString());
    assertEquals("/pose", swapping.resolve("seqloc/pose").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1st", "a b", "a-b", "é", "a~b", "_a", "a\n"})
  void whatIsNoNameIsKnown(String text) {
    assertFalse(GraphName.isValid(text), text);
    assertTrue(GraphName.isValid("a_1/b"));
  }
}
