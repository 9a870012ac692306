package io.readback.core.settings;

import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The settings file of an agent.
 *
 * @param announcers in order: of several that could serve a target the first does; empty where the
 *     file does not list any
 * @param metallbClass the load balancer class that MetalLB's dialect serves, and no Service without
 *     it; empty: it serves Services without a class
 * @param ignoreExcludeLb nodes labelled as excluded from external load balancers announce what
 *     MetalLB's dialect has all the same
 */
public record AgentSettings(
    Optional<List<AnnouncerSettings>> announcers,
    Optional<String> metallbClass,
    boolean ignoreExcludeLb) {
  /** Nothing set. */
  public static final AgentSettings DEFAULT =
      new AgentSettings(Optional.empty(), Optional.empty(), false);

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  public AgentSettings {
    announcers = announcers.map(List::copyOf);
  }

  /** Exactly these announcers. */
  public static AgentSettings ofAnnouncers(List<AnnouncerSettings> announcers) {
    return new AgentSettings(Optional.of(announcers), Optional.empty(), false);
  }

  /** What a file says, with all that is wrong with it. */
  public record Result(AgentSettings settings, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Reads a file. A file that cannot be read is a problem. */
  public static Result read(Path file) {
    String name = file.getFileName().toString();
    try {
      return parse(Files.readString(file), name);
    } catch (IOException e) {
      return new Result(
          DEFAULT,
          List.of(
              new Problem(
                  Severity.ERROR,
                  Optional.empty(),
                  new Origin(name, 0),
                  "",
                  "the settings file cannot be read: " + e.getMessage(),
                  "Name a file of UTF-8 text that exists")));
    }
  }

  /** Reads the text of a file of this name. */
  public static Result parse(String text, String file) {
    return new Reading(file).read(text);
  }

  /** The reading of one file. */
  private static final class Reading {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private Optional<String> metallbClass = Optional.empty();
    private boolean ignoreExcludeLb;

    Reading(String file) {
      this.file = file;
    }

    Result read(String text) {
      Optional<Node> root;
      try {
        LoadSettings load = LoadSettings.builder().setSchema(new CoreSchema()).build();
        root = new Compose(load).composeString(text);
      } catch (YamlEngineException e) {
        Origin at = new Origin(file, 0);
        if (e instanceof MarkedYamlEngineException marked) {
          at = new Origin(file, marked.getProblemMark().map(m -> m.getLine() + 1).orElse(0));
        }
        error(
            at,
            "",
            "not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
            "");
        return new Result(DEFAULT, problems);
      }
      if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
        return new Result(DEFAULT, problems);
      }
      Optional<List<AnnouncerSettings>> announcers = Optional.empty();
      for (Map.Entry<String, Node> field : fields(root.get(), "").entrySet()) {
        if (field.getKey().equals("announcers")) {
          announcers = Optional.of(announcers(field.getValue()));
        } else if (field.getKey().equals("metallb")) {
          metallb(field.getValue());
        } else {
          error(
              origin(field.getValue()),
              field.getKey(),
              "is not a setting here",
              "The file has the fields announcers and metallb");
        }
      }
      return new Result(new AgentSettings(announcers, metallbClass, ignoreExcludeLb), problems);
    }

    private void metallb(Node node) {
      for (Map.Entry<String, Node> field : fields(node, "metallb").entrySet()) {
        String at = "metallb." + field.getKey();
        switch (field.getKey()) {
          case "lbClass" ->
              metallbClass =
                  Optional.of(scalar(field.getValue(), at)).filter(text -> !text.isEmpty());
          case "ignoreExcludeLB" -> ignoreExcludeLb = flag(field.getValue(), at);
          default ->
              error(
                  origin(field.getValue()),
                  at,
                  "is not a setting here",
                  "It has lbClass and ignoreExcludeLB");
        }
      }
    }

    private boolean flag(Node node, String path) {
      String text = scalar(node, path);
      if (!text.equals("true") && !text.equals("false")) {
        error(origin(node), path, "must be true or false but was '" + text + "'", "Write true");
      }
      return text.equals("true");
    }

    private List<AnnouncerSettings> announcers(Node node) {
      Map<String, AnnouncerSettings> out = new LinkedHashMap<>();
      if (!(node instanceof SequenceNode list)) {
        error(origin(node), "announcers", "must be a list", "Write - {name: …, type: …}");
        return List.of();
      }
      int index = 0;
      for (Node item : list.getValue()) {
        String path = "announcers[" + index++ + "]";
        announcer(item, path)
            .ifPresent(
                a -> {
                  if (out.putIfAbsent(a.name(), a) != null) {
                    error(
                        a.origin(),
                        path + ".name",
                        "the name '" + a.name() + "' is taken by an earlier announcer",
                        "Give each announcer a name of its own");
                  }
                });
      }
      return List.copyOf(out.values());
    }

    private Optional<AnnouncerSettings> announcer(Node node, String path) {
      String name = "";
      String type = "";
      SortedMap<String, String> texts = new TreeMap<>();
      for (Map.Entry<String, Node> field : fields(node, path).entrySet()) {
        String at = path + "." + field.getKey();
        switch (field.getKey()) {
          case "name" -> name = scalar(field.getValue(), at);
          case "type" -> type = scalar(field.getValue(), at);
          case "settings" -> flatten(field.getValue(), at, "", texts);
          default ->
              error(
                  origin(field.getValue()),
                  at,
                  "is not a field of an announcer",
                  "It has name, type and settings");
        }
      }
      if (type.isEmpty()) {
        error(origin(node), path + ".type", "is required", "Name the type of a plugin's announcer");
        return Optional.empty();
      }
      String named = name.isEmpty() ? type : name;
      if (!NAME.matcher(named).matches()) {
        error(
            origin(node),
            path + ".name",
            "must match " + NAME + " but was '" + named + "'",
            "Use lower-case letters, digits and '-'");
        return Optional.empty();
      }
      return Optional.of(new AnnouncerSettings(named, type, texts, origin(node)));
    }

    private void flatten(Node node, String path, String prefix, SortedMap<String, String> texts) {
      for (Map.Entry<String, Node> field : fields(node, path).entrySet()) {
        String name = prefix + field.getKey();
        String at = path + "." + field.getKey();
        if (field.getValue() instanceof MappingNode) {
          flatten(field.getValue(), at, name + ".", texts);
        } else if (field.getValue() instanceof SequenceNode list) {
          int index = 0;
          for (Node item : list.getValue()) {
            String element = "[" + index++ + "]";
            if (item instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
              error(origin(item), at + element, "is empty", "Fill it in or leave it out");
            }
            flatten(item, at + element, name + element + ".", texts);
          }
        } else {
          texts.put(name, scalar(field.getValue(), at));
        }
      }
    }

    private Map<String, Node> fields(Node node, String path) {
      Map<String, Node> out = new LinkedHashMap<>();
      if (!(node instanceof MappingNode mapping)) {
        error(origin(node), path, "must be an object", "Write it as key: value");
        return out;
      }
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          out.put(key.getValue(), tuple.getValueNode());
        } else {
          error(origin(tuple.getKeyNode()), path, "a key must be text", "");
        }
      }
      return out;
    }

    private String scalar(Node node, String path) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      error(origin(node), path, "must be a single value", "");
      return "";
    }

    private Origin origin(Node node) {
      return new Origin(file, node.getStartMark().map(m -> m.getLine() + 1).orElse(0));
    }

    private void error(Origin origin, String field, String message, String remedy) {
      problems.add(new Problem(Severity.ERROR, Optional.empty(), origin, field, message, remedy));
    }
  }
}
