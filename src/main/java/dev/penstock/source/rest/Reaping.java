package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Spelling;
import dev.penstock.job.Job;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.parent.Needs;
import dev.penstock.source.rest.parent.ParentFile;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes of a parent's records what is needed of them, and no more. */
final class Reaping implements Intake.Aside {
  private final ParentFile file;
  private final Needs needs;
  private final Spool spool;
  private final Map<String, Field> fields = new HashMap<>();
  private int searched;

  /**
   * @param spool in whose row the records stand
   */
  Reaping(ParentFile file, Needs needs, Spool spool) {
    this.file = file;
    this.needs = needs;
    this.spool = spool;
  }

  @Override
  public void begin() {
    file.beginPage();
  }

  @Override
  public void drop() throws IOException {
    file.dropPage();
    fields.clear();
    searched = 0;
  }

  @Override
  public Optional<Part> take(String where, Part part) throws IOException {
    if (searched < spool.width()) {
      searched = spool.width();
      for (String name : needs.all()) {
        spool.find(name).ifPresent(field -> fields.put(name, field));
      }
    }
    file.add(name -> Optional.ofNullable(fields.get(name)).flatMap(spool.row()::literal));
    return Optional.empty();
  }

  /**
   * Refuses a field that no record has and that is needed.
   *
   * @param child the job that needs it
   * @return sentences about fields that would only be copied
   */
  List<String> requireFields(Job child, Job parent) {
    List<String> warnings = new ArrayList<>();
    List<String> usable = spool.untouched();
    for (String name : needs.all()) {
      if (file.records() == 0 || spool.find(name).isPresent()) {
        continue;
      }
      if (!needs.placeholders().contains(name) && !needs.key().contains(name)) {
        warnings.add(
            "parent_fields names %s, in which no record of job %s has a value. %sCheck its spelling"
                .formatted(name, parent.id(), Spelling.hint(name, usable)));
        continue;
      }
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column parent: none of the %,d records of job %s has a value in '%s', which %s.\n%sName a field that they have%s; those of nested objects are joined by __."
              .formatted(
                  child.place(),
                  file.records(),
                  parent.id(),
                  name,
                  reason(name),
                  Spelling.hint(name, usable),
                  usable.stream().findFirst().map(", such as "::concat).orElse("")));
    }
    return warnings;
  }

  private String reason(String name) {
    if (needs.placeholders().contains(name)) {
      return "{parent." + name + "} names";
    }
    return "is its primary_key";
  }
}
