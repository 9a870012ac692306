package io.readback.frr;

import io.readback.router.json.JsonDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What real routers printed: FRR 8.4.4 and 10.3. */
public final class Samples {
  private Samples() {}

  public static byte[] bytes(String name) {
    try (InputStream in = Samples.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no sample " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  public static JsonDocuments documents(String name) {
    return JsonDocuments.of(bytes(name));
  }

  /** The answer of one family made into that of all families. */
  public static String summaryOf(String name) {
    return "{\"ipv4Unicast\":" + text(name) + "}";
  }

  /** The view of single prefixes made into a table. */
  public static String tableOf(String... prefixAndSample) {
    StringBuilder routes = new StringBuilder();
    for (int i = 0; i < prefixAndSample.length; i += 2) {
      routes
          .append(i == 0 ? "" : ",")
          .append('"')
          .append(prefixAndSample[i])
          .append("\":")
          .append(text(prefixAndSample[i + 1]));
    }
    return "{\"tableVersion\":1,\"localAS\":64512,\"routes\":{" + routes + "}}";
  }
}
