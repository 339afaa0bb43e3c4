package dev.penstock.discover.openapi;

import static dev.penstock.discover.openapi.DescriptionTree.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.failure.IngestException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * YAML read from its events, so that nothing is made of tags. What an alias repeats is there once,
 * however often it is named, so that aliases of aliases take no room.
 */
final class YamlTree {
  /** Names that stand for what is written elsewhere. */
  private static final int MOST_ALIASES = 10_000;

  private final String place;
  private final Iterator<Event> events;
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private int aliases;
  private int depth;

  YamlTree(String place, String text) {
    this.place = place;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(text.length() + 1);
    options.setNestingDepthLimit(DescriptionTree.DEEPEST);
    this.events = new Yaml(options).parse(new StringReader(text)).iterator();
  }

  JsonNode root() {
    try {
      next();
      Event begin = next();
      JsonNode root = begin.is(Event.ID.DocumentStart) ? node(next(), "") : NODES.missingNode();
      while (events.hasNext()) {
        if (next().is(Event.ID.DocumentStart)) {
          throw refused("a second document follows the first", "Name a file with one description.");
        }
      }
      return root;
    } catch (MarkedYAMLException e) {
      throw DescriptionTree.refused(
          place
              + (e.getProblemMark() == null ? "" : ", line " + (e.getProblemMark().getLine() + 1)),
          "it is neither JSON nor YAML (" + DescriptionTree.line(e.getProblem()) + ")",
          "Correct it, or fetch it anew.");
    } catch (YAMLException e) {
      throw refused(
          "it is neither JSON nor YAML (" + DescriptionTree.line(e.getMessage()) + ")",
          "Correct it, or fetch it anew.");
    }
  }

  private Event next() {
    return events.next();
  }

  private JsonNode node(Event event, String above) {
    if (event instanceof AliasEvent alias) {
      return named(alias);
    }
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.remove(anchor);
    }
    if (++depth > DescriptionTree.DEEPEST) {
      throw DescriptionTree.tooDeep(place);
    }
    JsonNode node =
        switch (event.getEventId()) {
          case MappingStart -> object(above);
          case SequenceStart -> list(above);
          default -> scalar((ScalarEvent) event);
        };
    depth--;
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private JsonNode named(AliasEvent alias) {
    if (++aliases > MOST_ALIASES) {
      throw refused(
          "it has more than %,d aliases".formatted(MOST_ALIASES), "Write them out, or as $ref.");
    }
    JsonNode node = anchors.get(alias.getAnchor());
    if (node == null) {
      throw refused(
          "the alias *%s names nothing that stands before it"
              .formatted(DescriptionTree.line(alias.getAnchor())),
          "Correct it, or fetch it anew.");
    }
    return node;
  }

  private ObjectNode object(String above) {
    ObjectNode object = NODES.objectNode();
    ObjectNode merged = NODES.objectNode();
    for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw refused("a name in it is no text", "Correct it, or fetch it anew.");
      }
      String name = key.getValue();
      JsonNode value = node(next(), name);
      if (name.equals("<<") && key.isPlain()) {
        (value.isArray() ? value : NODES.arrayNode().add(value))
            .forEach(one -> one.properties().forEach(m -> merged.set(m.getKey(), m.getValue())));
      } else if (!DescriptionTree.isIdle(above, name)) {
        object.set(name, value);
      }
    }
    merged.properties().forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
    return object;
  }

  private ArrayNode list(String above) {
    ArrayNode list = NODES.arrayNode();
    for (Event event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
      list.add(node(event, above));
    }
    return list;
  }

  private static JsonNode scalar(ScalarEvent event) {
    String text = event.getValue();
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN && event.getTag() == null;
    if (!plain) {
      return NODES.textNode(text);
    }
    if (text.matches("true|True|TRUE|false|False|FALSE")) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    if (text.matches("|~|null|Null|NULL")) {
      return NODES.nullNode();
    }
    return text.matches("[-+]?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d{1,3})?")
        ? DescriptionTree.number(text)
        : NODES.textNode(text);
  }

  private IngestException refused(String what, String mend) {
    return DescriptionTree.refused(place, what, mend);
  }
}
