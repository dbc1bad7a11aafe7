package org.seqloc.bags.cdr;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.msgs.definition.DefinitionException;

/** The tokens of an .idl file: names, literals and signs; comments and #-lines left out. */
final class IdlLexer {

  private static final int MAX_REASON = 200;

  private static final Pattern SKIPPED =
      Pattern.compile("(?:\\s++|//[^\n]*+|/\\*(?s:(?!\\*/).)*+\\*/|(?<=^|\n)[ \t]*+#[^\n]*+)*+");

  private static final Pattern TOKEN =
      Pattern.compile(
          "::|[A-Za-z_][A-Za-z0-9_]*+"
              + "|\\.?[0-9](?:[eE][-+]|[A-Za-z0-9_.])*+"
              + "|L?\"(?:\\\\.|[^\"\\\\])*+\"|'(?:\\\\.|[^'\\\\])++'"
              + "|.",
          Pattern.DOTALL);

  private final StructName source;
  private final String text;
  private final Matcher skipped;
  private final Matcher token;
  private int at;
  private String next;

  IdlLexer(StructName source, String text) {
    this.source = source;
    this.text = text;
    this.skipped = SKIPPED.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
    this.token = TOKEN.matcher(text);
    advance();
  }

  /** The next token; empty at the end. */
  String peek() {
    return next;
  }

  String take() {
    String taken = next;
    advance();
    return taken;
  }

  boolean accept(String expected) {
    if (next.equals(expected)) {
      advance();
      return true;
    }
    return false;
  }

  void expect(String expected) {
    if (!accept(expected)) {
      throw error("'" + expected + "' expected, not '" + next + "'");
    }
  }

  String identifier() {
    if (next.isEmpty() || !Character.isLetter(next.charAt(0))) {
      throw error("a name expected, not '" + next + "'");
    }
    return take();
  }

  DefinitionException error(String reason) {
    long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    // What it quotes may be a text of many lines.
    String shown = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason;
    return new DefinitionException(
        source + ":" + line + ": " + shown.replaceAll("\\p{Cntrl}+", " "));
  }

  private void advance() {
    skipped.region(at, text.length());
    if (skipped.lookingAt()) {
      at = skipped.end();
    }
    token.region(at, text.length());
    if (token.lookingAt()) {
      next = token.group();
      at = token.end();
    } else {
      next = "";
    }
  }
}
