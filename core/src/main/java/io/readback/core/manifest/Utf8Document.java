package io.readback.core.manifest;

import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Octets of a document to objects. */
final class Utf8Document {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8Document() {}

  static ParsedDocument parse(byte[] octets, String file, int linesBefore) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(octets);
    CharBuffer out = CharBuffer.allocate(octets.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += octets[i] == '\n' ? 1 : 0;
      }
      Problem problem =
          new Problem(
              ProblemCode.SYNTAX,
              Severity.ERROR,
              Optional.empty(),
              new Origin(file, linesBefore + line),
              "",
              "the text is not UTF-8",
              "Save the file as UTF-8");
      return new ParsedDocument(List.of(), List.of(problem), List.of(), false);
    }
    String text = out.flip().toString();
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return DocumentParser.parse(marked ? text.substring(1) : text, file, linesBefore);
  }
}
