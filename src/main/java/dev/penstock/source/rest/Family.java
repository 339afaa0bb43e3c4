package dev.penstock.source.rest;

import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.rest.http.AnsweredException;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Stop;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.parent.Needs;
import dev.penstock.source.rest.parent.ParentFile;
import dev.penstock.source.rest.parent.ParentRecord;
import dev.penstock.source.rest.parent.Parents;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The records of an endpoint that is asked for each record of its parent. The parent's records are
 * fetched first, as the parent's own job would fetch them from its beginning on.
 */
final class Family {
  private static final Set<Integer> GONE = Set.of(404, 410);

  private final Level level;
  private final Spool spool;
  private final List<Intake.Aside> last;
  private final Optional<OwnCursors> cursors;
  private final Run run;
  private final Needs needs;
  private final List<String> names;
  private final Intake.Turn turn;
  private Optional<InnerTables> tables = Optional.empty();
  private final List<String> warnings = new ArrayList<>();
  private Optional<String> first = Optional.empty();
  private long given;
  private long twice;
  private long pages;
  private long left;
  private long nulls;

  /**
   * What all levels of one run share.
   *
   * @param start when it began, by the clock of the API
   */
  record Run(Stop stop, long start) {}

  /** What is asked for one record of the parent. */
  interface Question {
    void ask(Fetch fetch, Call call);
  }

  /**
   * @param spool takes the records
   * @param last has the last say in what becomes of them
   * @param cursors of an incremental job; empty where a run begins where the job begins
   */
  Family(Level level, Spool spool, List<Intake.Aside> last, Optional<OwnCursors> cursors, Run run) {
    this.level = level;
    this.spool = spool;
    this.last = List.copyOf(last);
    this.cursors = cursors;
    this.run = run;
    this.needs = level.needs();
    this.names = level.names();
    this.turn = level.requests() == 1 ? Intake.Turn.ALONE : new OneAtATime();
  }

  /** The same, with tables in the records. */
  Family with(Optional<InnerTables> inside) {
    tables = inside;
    return this;
  }

  private Level above() {
    return level.parent().orElseThrow();
  }

  private String nameAbove() {
    return "job " + above().job().id();
  }

  /** Reads all records. */
  void all() throws IOException {
    try (ParentFile file = new ParentFile(needs.all())) {
      gather(file);
      Parents parents = new Parents(file, needs);
      Question whole = (fetch, call) -> fetch.run(call, run.start());
      new Crew(run.stop(), level.requests()).each(parents, parent -> ask(parent, whole));
      given = parents.given();
      twice = parents.twice();
      parents.without(nameAbove()).ifPresent(warnings::add);
    }
  }

  private void gather(ParentFile file) throws IOException {
    try (Spool scratch = new Spool(above().shaping().treatments())) {
      Reaping reaping = new Reaping(file, needs, scratch);
      if (above().parent().isPresent()) {
        Family family = new Family(above(), scratch, List.of(reaping), Optional.empty(), run);
        family.all();
        warnings.addAll(family.warnings());
        nulls(family.nulls, above().job());
      } else {
        root(scratch, reaping, (fetch, call) -> fetch.run(call, run.start()));
      }
      warnings.addAll(above().api().ignored());
      warnings.addAll(reaping.requireFields(level.job(), above().job()));
    }
  }

  private void root(Spool scratch, Reaping reaping, Question question) {
    Optional<CursorGate> gate = above().gate(scratch);
    Intake intake =
        new Intake(scratch, gate, above().shaping().filter(), List.of(reaping), Intake.Turn.ALONE);
    Fetch fetch = new Fetch(above().where(), above().api(), above().options(), intake);
    question.ask(fetch, above().template().call(above().start(Optional.empty())));
    nulls(gate.map(CursorGate::nulls).orElse(0L), above().job());
  }

  private void nulls(long count, Job job) {
    if (count > 0) {
      warnings.add(
          "%,d %s of job %s without a usable %s were not asked for, as that job does not read them"
              .formatted(
                  count,
                  count == 1 ? "record" : "records",
                  job.id(),
                  job.extract().cursor().orElseThrow().column()));
    }
  }

  private void ask(ParentRecord parent, Question question) throws IOException {
    Optional<OwnCursors.Own> own = cursors.map(all -> all.of(parent));
    Optional<CursorGate> gate =
        cursors.isPresent() ? own.map(OwnCursors.Own::gate) : level.gate(spool);
    List<Intake.Aside> asides = new ArrayList<>();
    own.ifPresent(one -> asides.add(one.boundary()));
    asides.add(new Copies(spool, needs, parent, tables));
    asides.addAll(last);
    Intake intake = new Intake(spool, gate, level.shaping().filter(), asides, turn);
    Optional<String> start = own.isPresent() ? own.get().start() : level.start(Optional.empty());
    Call call = level.template().call(start, parent);
    Fetch fetch = new Fetch(place(parent, call), level.api(), level.options(), intake);
    try {
      question.ask(fetch, call);
    } catch (AnsweredException e) {
      throw GONE.contains(e.status()) ? gone(e) : e;
    }
    own.ifPresent(one -> cursors.orElseThrow().end(one, level.where()));
    count(fetch, intake, own.isEmpty() ? gate : Optional.empty());
  }

  /** Where the record says where to ask, people want to know where that was. */
  private String place(ParentRecord parent, Call call) {
    String address =
        level.template().link().isEmpty()
            ? ""
            : " (" + call.address().toString().split("[?]", 2)[0] + ")";
    return level.where() + ", " + parent.words(names) + address;
  }

  private static IngestException gone(AnsweredException e) {
    return new IngestException(
        e.code(),
        "%s Where one record of the parent is gone, response_actions with %d=ignore goes on without it."
            .formatted(e.getMessage(), e.status()),
        e);
  }

  private synchronized void count(Fetch fetch, Intake intake, Optional<CursorGate> gate) {
    pages += fetch.pages();
    left += intake.left();
    nulls += gate.map(CursorGate::nulls).orElse(0L);
  }

  /** Asks for the first record of the parent that the parent's first page gives, if any. */
  void first(Question question) throws IOException {
    first(question, (fetch, call) -> fetch.second(call));
  }

  /** The same; gives what the API says of itself where the first record of all comes from. */
  Glance glance(Question question) throws IOException {
    AtomicReference<Optional<Glance>> seen = new AtomicReference<>(Optional.empty());
    first(question, (fetch, call) -> seen.set(Optional.of(fetch.glance(call))));
    return seen.get().orElseThrow();
  }

  private void first(Question question, Question ofRoot) throws IOException {
    try (ParentFile file = new ParentFile(needs.all());
        Spool scratch = new Spool(above().shaping().treatments())) {
      Reaping reaping = new Reaping(file, needs, scratch);
      if (above().parent().isPresent()) {
        Family family = new Family(above(), scratch, List.of(reaping), Optional.empty(), run);
        family.first((fetch, call) -> fetch.second(call), ofRoot);
      } else {
        root(scratch, reaping, ofRoot);
      }
      warnings.addAll(reaping.requireFields(level.job(), above().job()));
      Optional<ParentRecord> parent = new Parents(file, needs).next();
      first = Optional.of(parent.map(one -> one.words(names)).orElse(""));
      if (parent.isPresent()) {
        ask(parent.get(), question);
      }
    }
  }

  /** Sentences for the audit, of this level and those above. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** How it was asked, for people. */
  String words() {
    if (first.isPresent()) {
      return "asked for %s of %s, pages read %,d"
          .formatted(
              first.get().isEmpty() ? "no record" : "the first record",
              nameAbove() + first.get().replaceFirst("^parent ", ", "),
              pages);
    }
    return "asked for %,d %s of %s%s, pages read %,d%s"
        .formatted(
            given,
            given == 1 ? "record" : "records",
            nameAbove(),
            twice == 0 ? "" : " (%,d came again)".formatted(twice),
            pages,
            Intake.words(left));
  }
}
