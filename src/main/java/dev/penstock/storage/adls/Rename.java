package dev.penstock.storage.adls;

import com.azure.storage.file.datalake.models.DataLakeRequestConditions;
import com.azure.storage.file.datalake.options.DataLakePathCreateOptions;
import dev.penstock.storage.StoragePath;
import java.time.Duration;
import java.util.Optional;

/**
 * Gives a file a name that must be free. The service may have done it and answered otherwise; the
 * file's ETag, which it keeps under its new name, tells our own success from that of somebody else.
 */
final class Rename {
  private static final DataLakeRequestConditions FREE =
      new DataLakeRequestConditions().setIfNoneMatch("*");

  private final Container container;
  private final StoragePath from;
  private final StoragePath to;
  private final String etag;
  private boolean mayHaveDone;
  private boolean mayStillDo;

  /**
   * @param etag the file's, under its old name
   */
  Rename(Container container, StoragePath from, StoragePath to, String etag) {
    this.container = container;
    this.from = from;
    this.to = to;
    this.etag = etag;
  }

  /** How it ended, as far as can be known. */
  enum Outcome {
    DONE,
    TAKEN,
    SOURCE_MISSING
  }

  /** A rename that neither surely happened nor surely did not. */
  static final class InDoubt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InDoubt(RequestFailed cause) {
      super(cause);
    }

    RequestFailed failed() {
      return (RequestFailed) getCause();
    }
  }

  /**
   * @throws RequestFailed when the file surely has its old name only
   * @throws InDoubt when that is not sure
   */
  Outcome run() {
    try {
      return renamed();
    } catch (RequestFailed e) {
      if (!isParentMissing(e.answer())) {
        throw e;
      }
      makeParent();
      return underParent();
    }
  }

  /**
   * The service says the same of a parent that is there when it has not yet taken in the source;
   * looking at the source mends that (HADOOP-18242).
   */
  private Outcome underParent() {
    try {
      return renamed();
    } catch (RequestFailed e) {
      if (!isParentMissing(e.answer()) || new AdlsReads(container).etag(from).isEmpty()) {
        throw e;
      }
      return renamed();
    }
  }

  private Outcome renamed() {
    try {
      container.calls().send(this::request, this::remember);
      return Outcome.DONE;
    } catch (RequestFailed e) {
      return judge(e);
    }
  }

  private boolean request(Duration timeout) {
    container.file(from).renameWithResponse(null, container.name(to), null, FREE, timeout, null);
    return true;
  }

  private void remember(Answer answer) {
    mayHaveDone |= answer.mayHaveDone();
    mayStillDo |= answer.mayStillDo();
  }

  private Outcome judge(RequestFailed last) {
    Answer answer = last.answer();
    if (isParentMissing(answer)) {
      throw last;
    }
    if (answer.isTaken()) {
      // Whoever asked before us in our name, a gateway for one, may have had the success.
      return targetEtag(last).filter(etag::equals).isPresent() ? Outcome.DONE : Outcome.TAKEN;
    }
    if (answer.isMissing()) {
      Optional<String> target = targetEtag(last);
      if (target.filter(etag::equals).isPresent()) {
        return Outcome.DONE;
      }
      if (!mayHaveDone) {
        return Outcome.SOURCE_MISSING;
      }
      if (target.isPresent()) {
        // Ours after all if its ETag changed since; what the file holds tells those who ask.
        return Outcome.TAKEN;
      }
      // Renamed, and then taken from its new name too: nobody can tell.
      throw new InDoubt(last);
    }
    if (!mayHaveDone) {
      throw last;
    }
    return judgeByTarget(last);
  }

  /** The last word was no answer, or a refusal of a repeated request. */
  private Outcome judgeByTarget(RequestFailed last) {
    if (last.answer().kind() == Answer.Kind.INTERRUPTED) {
      throw new InDoubt(last);
    }
    Optional<String> target = targetEtag(last);
    if (target.filter(etag::equals).isPresent()) {
      return Outcome.DONE;
    }
    if (target.isPresent()) {
      return Outcome.TAKEN;
    }
    if (mayStillDo) {
      throw new InDoubt(last);
    }
    throw last;
  }

  private static boolean isParentMissing(Answer answer) {
    return answer.code().equals("RenameDestinationParentPathNotFound");
  }

  private Optional<String> targetEtag(RequestFailed last) {
    try {
      return new AdlsReads(container).etag(to);
    } catch (RuntimeException e) {
      InDoubt doubt = new InDoubt(last);
      doubt.addSuppressed(e);
      throw doubt;
    }
  }

  private void makeParent() {
    DataLakePathCreateOptions options = new DataLakePathCreateOptions().setRequestConditions(FREE);
    try {
      container
          .calls()
          .send(
              timeout ->
                  container.directory(to.parent()).createWithResponse(options, timeout, null));
    } catch (RequestFailed e) {
      if (!e.answer().isTaken()) {
        throw e;
      }
    }
  }
}
