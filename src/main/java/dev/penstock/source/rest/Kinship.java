package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Parent;
import dev.penstock.source.rest.parent.Needs;
import dev.penstock.source.rest.spool.Treatments;

/** What a job needs of its parent, and whether the parent may give it. */
record Kinship(Job job, Parent parent, Needs needs) {
  static Kinship of(Job job, Template template) {
    Parent parent = job.extract().endpoint().orElseThrow().parent().orElseThrow();
    return new Kinship(
        job, parent, Needs.of(parent.job(), template.parentFields(), parent.fields()));
  }

  /**
   * Throws IngestException(CONFIG) when it may not.
   *
   * @param ofParent what becomes of the columns of the parent
   */
  void require(Treatments ofParent) {
    for (String name : needs.all()) {
      if (ofParent.masks(name) || ofParent.excludes(name)) {
        throw wrong(
            "'%s' of job %s is needed, but its row %s it"
                .formatted(name, parent.job().id(), ofParent.masks(name) ? "masks" : "leaves out"),
            "Name another field, or take it out of mask_columns and exclude_columns there; exclude_columns here keeps %s out of this table."
                .formatted(Needs.PREFIX + name));
      }
    }
    if (job.extract().cursor().isPresent() && parent.job().target().primaryKey().isEmpty()) {
      throw wrong(
          "load_type is INCREMENTAL, but nothing says by which field each record of job %s is known again"
              .formatted(parent.job().id()),
          "Write that field into primary_key of its row, such as id, or set load_type to FULL.");
    }
  }

  private IngestException wrong(String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG, "%s, column parent: %s.\n%s".formatted(job.place(), what, mend));
  }
}
