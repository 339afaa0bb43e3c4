package dev.penstock.workbook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Which parts of the file a part refers to. */
final class Relations {
  private record Relation(String id, String type, String target) {}

  private final List<Relation> relations;
  private final String folder;
  private final Unreadable unreadable;

  private Relations(List<Relation> relations, String folder, Unreadable unreadable) {
    this.relations = relations;
    this.folder = folder;
    this.unreadable = unreadable;
  }

  /** The relations of a part; those of the empty name are the file's own. */
  static Relations of(String part, XlsxParts parts) {
    int slash = part.lastIndexOf('/');
    String folder = part.substring(0, slash + 1);
    List<Relation> relations = new ArrayList<>();
    parts.parse(
        folder + "_rels/" + part.substring(slash + 1) + ".rels",
        new DefaultHandler() {
          @Override
          public void startElement(String uri, String name, String qName, Attributes attributes) {
            boolean external = "External".equals(attributes.getValue("TargetMode"));
            if (name.equals("Relationship") && !external) {
              relations.add(
                  new Relation(
                      attribute(attributes, "Id"),
                      attribute(attributes, "Type"),
                      attribute(attributes, "Target")));
            }
          }
        });
    return new Relations(relations, folder, parts.unreadable());
  }

  /** The part with this relation id. */
  Optional<String> byId(String id) {
    return relations.stream().filter(r -> r.id().equals(id)).map(this::part).findFirst();
  }

  /** The part of this kind, such as {@code sharedStrings}. */
  Optional<String> byKind(String kind) {
    return relations.stream()
        .filter(r -> r.type().endsWith("/" + kind))
        .map(this::part)
        .findFirst();
  }

  private String part(Relation relation) {
    String target = relation.target();
    String path = target.startsWith("/") ? target : folder + target;
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        if (names.pollLast() == null) {
          throw unreadable.damaged(
              "it refers to the part %s, which lies outside the file."
                  .formatted(CellText.shown(target)));
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return String.join("/", names);
  }

  private static String attribute(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value;
  }
}
