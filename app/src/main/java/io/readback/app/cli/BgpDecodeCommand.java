package io.readback.app.cli;

import io.readback.bgp.codec.Decoded;
import io.readback.bgp.codec.MessageClassifier;
import io.readback.bgp.codec.MessageView;
import io.readback.bgp.message.Notification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = {
      "What a BGP message says, or how it must be answered: reads lines from standard input, each the hex of one whole message"
          + " or {\"hex\": ..., \"context\": {...}}, and prints one JSON line for each.",
      "The judgement is the one that sessions use. The context's keys are in docs/bgp-decode.md."
    })
final class BgpDecodeCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int exit = ExitCode.FINE;
    int number = 0;
    String line;
    while ((line = in.readLine()) != null) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        out.println(JSON.writeValueAsString(answer(DecodeLine.parse(line))));
        out.flush();
      } catch (IllegalArgumentException e) {
        err.println("readback: line " + number + ": " + e.getMessage());
        err.flush();
        exit = ExitCode.USAGE;
      }
    }
    return exit;
  }

  private static Map<String, Object> answer(DecodeLine line) {
    byte[] message = line.message();
    Decoded decoded = MessageClassifier.classify(message, line.state(), line.context());
    @Nullable Notification notification = decoded.answer().orElse(null);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", decoded.kind().toString());
    answer.put("message", MessageView.of(message, line.context()));
    answer.put("code", notification == null ? null : notification.code());
    answer.put("subcode", notification == null ? null : notification.subcode());
    answer.put("data", notification == null ? null : notification.data().toString());
    answer.put("withdrawn", decoded.withdrawn().stream().map(Object::toString).distinct().toList());
    answer.put("discarded", decoded.discarded());
    answer.put("reason", decoded.reason());
    return answer;
  }
}
