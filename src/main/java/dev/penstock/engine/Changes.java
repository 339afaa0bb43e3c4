package dev.penstock.engine;

import dev.penstock.destination.Delivery;
import dev.penstock.destination.Ledger;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.schema.Evolution;
import dev.penstock.schema.Evolution.Verdict;
import dev.penstock.source.Adaptive;
import dev.penstock.source.Source;
import dev.penstock.source.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For one attempt: what changed in the columns since the last load, and whether that may be. */
final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  private final Ledger ledger;
  private final Source source;
  private Optional<Evolution> evolution = Optional.empty();

  Changes(Ledger ledger, Source source) {
    this.ledger = ledger;
    this.source = source;
  }

  /**
   * Before anything is asked of a source that knows its columns beforehand: why the job ends here.
   *
   * @throws IngestException SCHEMA when the job's contract forbids a change
   */
  Optional<JobResult> early() {
    return source instanceof Adaptive ? Optional.empty() : obstacle();
  }

  /** The same when the source was surveyed, and any source knows its columns. */
  Optional<JobResult> obstacle() {
    Evolution now = evolution();
    Verdict verdict = now.admission().verdict();
    if (verdict == Verdict.REFUSED) {
      throw new IngestException(ErrorCode.SCHEMA, now.admission().reason());
    }
    return verdict == Verdict.ADMITTED
        ? Optional.empty()
        : Optional.of(
            new JobResult.Skipped(now.admission().reason(), JobResult.Skipped.Cause.CONTRACT));
  }

  /** The survey, which says besides what changed. */
  Survey told(Survey found) {
    Evolution now = evolution();
    now.sentences().forEach(sentence -> LOG.info("schema: {}", sentence));
    List<String> warnings = new ArrayList<>(found.warnings());
    warnings.addAll(now.told());
    return found.warning(warnings);
  }

  /** All that changed, and what becomes of it, for people. */
  List<String> sentences() {
    return evolution().sentences();
  }

  private Evolution evolution() {
    if (evolution.isEmpty()) {
      evolution = Optional.of(ledger.evolution(source.schema()));
    }
    return evolution.get();
  }

  /** The delivery, which says besides what was left out. */
  static Delivery discarded(Delivery delivery) {
    List<String> sentences = delivery.discards().sentences();
    if (sentences.isEmpty()) {
      return delivery;
    }
    sentences.forEach(LOG::warn);
    List<String> warnings = new ArrayList<>(delivery.survey().warnings());
    warnings.addAll(sentences);
    return delivery.with(delivery.survey().warning(warnings));
  }
}
