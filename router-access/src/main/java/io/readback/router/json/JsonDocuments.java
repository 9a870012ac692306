package io.readback.router.json;

import io.readback.router.text.RouterText;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a router's answer: perhaps lines of text, then JSON documents one after another with
 * nothing between them. A document is either read to its end or the answer is refused, so that a
 * cut-off answer never looks like a shorter one. Not safe for several threads.
 */
public final class JsonDocuments implements AutoCloseable {
  /** Levels of nesting accepted. */
  static final int MAX_DEPTH = 32;

  /** Longest name of a field and longest string, in characters. */
  private static final int MAX_NAME = 1024;

  private static final int MAX_STRING = 1 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(MAX_NAME)
                          .maxStringLength(MAX_STRING)
                          .maxNumberLength(64)
                          .build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  // always UTF-8 (RFC 8259): guessing throws, and not where documents are read
                  .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Takes one member of an object. */
  @FunctionalInterface
  public interface Member {
    void accept(String name, JsonNode value) throws PluginException;
  }

  private final byte[] answer;
  private final int start;
  private final JsonParser parser;
  private @Nullable JsonToken token;
  private boolean ended;

  private JsonDocuments(byte[] answer, int start) {
    this.answer = answer;
    this.start = start;
    this.parser = MAPPER.createParser(answer, start, answer.length - start);
  }

  /** All of the answer is JSON. */
  public static JsonDocuments of(byte[] answer) {
    return new JsonDocuments(answer, 0);
  }

  /** The answer begins with lines of text; JSON starts at the first line that begins with it. */
  public static JsonDocuments afterText(byte[] answer) {
    int line = 0;
    while (line < answer.length && answer[line] != '{' && answer[line] != '[') {
      while (line < answer.length && answer[line] != '\n') {
        line++;
      }
      line = Math.min(line + 1, answer.length);
    }
    return new JsonDocuments(answer, line);
  }

  /** The text before the first document. */
  public String text() {
    return new String(answer, 0, start, StandardCharsets.UTF_8);
  }

  /** Whether another document begins. */
  public boolean hasNext() throws PluginException {
    if (token == null && !ended) {
      token = advance();
      ended = token == null;
    }
    return token != null;
  }

  /** The whole next document. */
  public JsonNode next() throws PluginException {
    begin();
    return tree();
  }

  /**
   * Reads the next document, an object, member by member, so that only one member at a time is held
   * in memory.
   */
  public void nextMembers(Member each) throws PluginException {
    begin();
    members(each);
  }

  /**
   * As {@link #nextMembers}, and where the value of the member {@code nested} is an object, its
   * members are handed to {@code inner} one by one.
   */
  public void nextMembers(String nested, Member inner, Member each) throws PluginException {
    begin();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected("a list", "an object");
    }
    for (JsonToken t = within(); t != JsonToken.END_OBJECT; t = within()) {
      String name = parser.currentName();
      JsonToken value = within();
      if (name.equals(nested) && value == JsonToken.START_OBJECT) {
        members(inner);
      } else {
        each.accept(name, tree());
      }
    }
  }

  /** Checks that nothing follows. */
  public void end() throws PluginException {
    if (hasNext()) {
      throw unexpected("another document", "the end");
    }
  }

  @Override
  public void close() {
    parser.close();
  }

  private void members(Member each) throws PluginException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected("a list", "an object");
    }
    for (JsonToken t = within(); t != JsonToken.END_OBJECT; t = within()) {
      String name = parser.currentName();
      within();
      each.accept(name, tree());
    }
  }

  private void begin() throws PluginException {
    if (!hasNext()) {
      throw new PluginException(
          Kind.PROTOCOL, "the router's answer ends where another document was due");
    }
    token = null;
  }

  private JsonToken within() throws PluginException {
    JsonToken t;
    try {
      t = parser.nextToken();
    } catch (JacksonException e) {
      throw broken(e);
    }
    if (t == null) {
      throw cutOff();
    }
    return t;
  }

  private JsonNode tree() throws PluginException {
    JsonNode node;
    try {
      node = MAPPER.readTree(parser);
    } catch (JacksonException e) {
      throw broken(e);
    }
    return node;
  }

  /** The first token of a document; null at the end of the answer. */
  private @Nullable JsonToken advance() throws PluginException {
    int before = position();
    JsonToken t;
    try {
      t = parser.nextToken();
    } catch (JacksonException e) {
      throw refusal(before, e);
    }
    if (t != null && t != JsonToken.START_OBJECT && t != JsonToken.START_ARRAY) {
      throw refusal(before, null);
    }
    return t;
  }

  private int position() {
    return start + (int) Math.max(0, parser.currentLocation().getByteOffset());
  }

  /** What stands where a document should be is text: the router's own words. */
  private PluginException refusal(int from, @Nullable Exception cause) {
    int at = from;
    while (at < answer.length && answer[at] <= ' ' && answer[at] >= 0) {
      at++;
    }
    int end = Math.min(answer.length, at + RouterText.MAX_LENGTH);
    String said = RouterText.oneLine(new String(answer, at, end - at, StandardCharsets.UTF_8));
    boolean unknown =
        said.startsWith("% Unknown command")
            || said.startsWith("% Ambiguous command")
            || said.startsWith("% Command incomplete");
    return new PluginException(
        unknown ? Kind.UNSUPPORTED : Kind.PROTOCOL,
        unknown ? "the router does not know the command: " + said : "the router says: " + said,
        cause);
  }

  private PluginException broken(JacksonException e) {
    return e instanceof tools.jackson.core.exc.UnexpectedEndOfInputException
        ? cutOff()
        : new PluginException(
            Kind.PROTOCOL,
            "the router's answer is not JSON at octet "
                + position()
                + ": "
                + RouterText.oneLine(String.valueOf(e.getOriginalMessage())),
            e);
  }

  private PluginException cutOff() {
    return new PluginException(
        Kind.PROTOCOL, "the router's answer is cut off after " + answer.length + " octets");
  }

  private PluginException unexpected(String found, String expected) {
    return new PluginException(
        Kind.PROTOCOL, "the router's answer has " + found + " where " + expected + " was due");
  }
}
