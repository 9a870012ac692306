package io.readback.core.manifest;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Composes one YAML document with bounds that keep a hostile one from exhausting the stack or the
 * heap: nesting, and the number of values it unfolds to when aliases are followed.
 */
final class LimitedComposer extends Composer {
  static final int DEEPEST = 64;
  static final int MOST_VALUES = 2_000_000;
  static final int LONGEST = 64 << 20;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setAllowDuplicateKeys(true)
          .setAllowNonScalarKeys(true)
          .setCodePointLimit(LONGEST)
          .setMaxAliasesForCollections(MOST_VALUES)
          .build();

  private int depth;

  private LimitedComposer(String text) {
    super(SETTINGS, new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)));
  }

  /**
   * The root of the first document, empty where there is none.
   *
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException when the text is not YAML or
   *     beyond the bounds
   */
  static Optional<Node> compose(String text) {
    Optional<Node> root = new LimitedComposer(text).getSingleNode();
    root.ifPresent(node -> unfoldedSize(node, new IdentityHashMap<>(), 0));
    return root;
  }

  @Override
  protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
    descend();
    SequenceNode node = super.composeSequenceNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected Node composeMappingNode(Optional<Anchor> anchor) {
    descend();
    Node node = super.composeMappingNode(anchor);
    depth--;
    return node;
  }

  private void descend() {
    if (++depth > DEEPEST) {
      throw new BoundExceeded(
          "values are nested more than " + DEEPEST + " levels deep",
          parser.peekEvent().getStartMark());
    }
  }

  /** The values below a node with aliases followed; each node is counted once and remembered. */
  private static long unfoldedSize(Node node, Map<Node, Long> sizes, int depth) {
    Long known = sizes.get(node);
    if (known != null) {
      return known;
    }
    if (depth > DEEPEST * 2) {
      throw new BoundExceeded("an alias refers to a value that contains it", node.getStartMark());
    }
    long size = 1;
    for (Node child : children(node)) {
      size += unfoldedSize(child, sizes, depth + 1);
      if (size > MOST_VALUES) {
        throw new BoundExceeded(
            "the document unfolds to more than " + MOST_VALUES + " values", node.getStartMark());
      }
    }
    sizes.put(node, size);
    return size;
  }

  private static List<Node> children(Node node) {
    if (node instanceof MappingNode mapping) {
      List<Node> children = new ArrayList<>(mapping.getValue().size() * 2);
      for (NodeTuple tuple : mapping.getValue()) {
        children.add(tuple.getKeyNode());
        children.add(tuple.getValueNode());
      }
      return children;
    }
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
  }

  /** A document beyond the bounds. */
  static final class BoundExceeded extends MarkedYamlEngineException {
    private static final long serialVersionUID = 1L;

    BoundExceeded(String problem, Optional<Mark> mark) {
      super(null, Optional.empty(), problem, mark);
    }
  }
}
