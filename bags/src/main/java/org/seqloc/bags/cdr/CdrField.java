package org.seqloc.bags.cdr;

import java.util.Objects;

/** A field of a struct. */
public record CdrField(CdrType type, String name) {
  public CdrField {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
  }
}
