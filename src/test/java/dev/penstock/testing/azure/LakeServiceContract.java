package dev.penstock.testing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.common.ParallelTransferOptions;
import com.azure.storage.file.datalake.DataLakeDirectoryClient;
import com.azure.storage.file.datalake.DataLakeFileClient;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.models.DataLakeRequestConditions;
import com.azure.storage.file.datalake.models.LeaseStateType;
import com.azure.storage.file.datalake.models.ListPathsOptions;
import com.azure.storage.file.datalake.models.PathItem;
import com.azure.storage.file.datalake.options.DataLakeFileAppendOptions;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClient;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Penstock relies on in a lake, through the real library: true of the stand-in and of Azure.
 */
abstract class LakeServiceContract {
  private static final HttpHeaderName CODE = HttpHeaderName.fromString("x-ms-error-code");

  protected DataLakeFileSystemClient lake;

  /** A container that is there. */
  protected abstract DataLakeFileSystemClient open();

  /** The folder in the container that is this test's own; empty, or ending with a slash. */
  protected abstract String folder();

  @BeforeEach
  void openLake() {
    lake = open();
  }

  private String at(String path) {
    return folder() + path;
  }

  private DataLakeFileClient file(String path) {
    return lake.getFileClient(at(path));
  }

  private DataLakeDirectoryClient directory(String path) {
    return lake.getDirectoryClient(at(path));
  }

  protected final DataLakeFileClient write(String path, String text) {
    DataLakeFileClient file = file(path);
    file.create(true);
    file.append(BinaryData.fromString(text), 0);
    file.flush(text.length(), true);
    return file;
  }

  protected static void refused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            e -> {
              assertThat(e.getResponse().getStatusCode()).isEqualTo(status);
              assertThat(e.getResponse().getHeaderValue(CODE)).isEqualTo(code);
            });
  }

  private static DataLakeRequestConditions absent() {
    return new DataLakeRequestConditions().setIfNoneMatch("*");
  }

  protected static DataLakeLeaseClient lease(DataLakeFileClient file) {
    return new DataLakeLeaseClientBuilder().fileClient(file).buildClient();
  }

  @Test
  void readsWhatWasFlushedAndMakesTheParents() {
    assertThat(write("a/b c/d=é.txt", "hello").openInputStream().getProperties().getFileSize())
        .isEqualTo(5);
    assertThat(directory("a/b c").getProperties().isDirectory()).isTrue();
  }

  @Test
  void keepsAppendsInvisibleUntilTheFlushAndRefusesGaps() {
    DataLakeFileClient file = file("f");
    file.create();
    file.append(BinaryData.fromString("lo"), 3);
    refused(() -> file.flush(5, true), 400, "InvalidFlushPosition");
    assertThat(file.getProperties().getFileSize()).isZero();
    file.append(BinaryData.fromString("hel"), 0);
    file.flush(5, true);
    assertThat(file.getProperties().getFileSize()).isEqualTo(5);
  }

  /** The library names the state that it read first by a tag without quotes. */
  @Test
  void letsAFileBeReadInPartsToAFile(@TempDir Path folder) {
    DataLakeFileClient file = write("f", "x".repeat(5000));
    Path copy = folder.resolve("copy");
    file.readToFileWithResponse(
        copy.toString(),
        null,
        new ParallelTransferOptions().setBlockSizeLong(1024L).setMaxConcurrency(2),
        null,
        null,
        false,
        null,
        Duration.ofSeconds(20),
        Context.NONE);
    assertThat(copy).hasSize(5000);
  }

  @Test
  void takesTagsWithQuotesAndWithout() {
    DataLakeFileClient file = write("f", "x");
    for (String quote : new String[] {"", "\""}) {
      String bare = file.getProperties().getETag().replace("\"", "");
      DataLakeRequestConditions same =
          new DataLakeRequestConditions().setIfMatch(quote + bare + quote);
      assertThat(file.getPropertiesWithResponse(same, null, Context.NONE).getStatusCode())
          .isEqualTo(200);
      assertThat(
              file.flushWithResponse(1, true, false, null, same, null, Context.NONE)
                  .getStatusCode())
          .isEqualTo(200);
      refused(
          () -> file.flushWithResponse(1, true, false, null, same, null, Context.NONE),
          412,
          "ConditionNotMet");
    }
  }

  @Test
  void createsOnlyOnceWhenAskedTo() {
    write("f", "x");
    refused(() -> file("f").create(false), 409, "PathAlreadyExists");
  }

  @Test
  void renamesAFileWithItsEtagAndRefusesATakenName() {
    String etag = write("d/a", "one").getProperties().getETag();
    write("d/b", "two");
    DataLakeFileClient a = file("d/a");
    refused(
        () -> a.renameWithResponse(null, at("d/b"), null, absent(), null, Context.NONE),
        409,
        "PathAlreadyExists");
    refused(() -> a.rename(null, at("none/b")), 404, "RenameDestinationParentPathNotFound");
    assertThat(a.rename(null, at("d/c")).getProperties().getETag()).isEqualTo(etag);
    refused(() -> a.rename(null, at("d/e")), 404, "SourcePathNotFound");
  }

  @Test
  void renamesAWholeDirectoryAndDeletesItOnlyWhenRecursive() {
    write("d/x/f", "1");
    directory("d").rename(null, at("e"));
    assertThat(file("e/x/f").exists()).isTrue();
    assertThat(file("d/x/f").exists()).isFalse();
    refused(() -> directory("e").delete(), 409, "DirectoryNotEmpty");
    directory("e").deleteRecursively();
    assertThat(directory("e").exists()).isFalse();
  }

  @Test
  void leasesAFileToOneAtATime() {
    DataLakeFileClient file = write("f", "x");
    DataLakeLeaseClient mine = lease(file);
    DataLakeLeaseClient other = lease(file);
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
    mine.acquireLease(15);
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.LEASED);
    refused(() -> other.acquireLease(15), 409, "LeaseAlreadyPresent");
    refused(file::delete, 412, "LeaseIdMissing");
    mine.renewLease();
    mine.breakLease();
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.BROKEN);
    refused(mine::renewLease, 409, "LeaseIsBrokenAndCannotBeRenewed");
    other.acquireLease(-1);
    refused(mine::releaseLease, 409, "LeaseIdMismatchWithLeaseOperation");
    other.releaseLease();
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
    file.delete();
  }

  @Test
  void dropsTheLeaseOfAFileThatIsOverwritten() {
    DataLakeFileClient file = write("f", "x");
    lease(file).acquireLease(15);
    file.create(true);
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
  }

  @Test
  void refusesBytesThatChangedOnTheirWay() {
    DataLakeFileClient file = file("f");
    file.create();
    DataLakeFileAppendOptions wrong = new DataLakeFileAppendOptions().setContentHash(new byte[16]);
    refused(
        () -> file.appendWithResponse(BinaryData.fromString("x"), 0, wrong, null, Context.NONE),
        400,
        "Md5Mismatch");
  }

  @Test
  void listsNamesAsTheyAreWritten() {
    for (String name : new String[] {"d/a", "d/b+%", "d/c/é"}) {
      write(name, "1");
    }
    ListPathsOptions all = new ListPathsOptions().setPath(at("d")).setRecursive(true);
    assertThat(lake.listPaths(all, null).stream().map(PathItem::getName))
        .containsExactly(at("d/a"), at("d/b+%"), at("d/c"), at("d/c/é"));
  }

  @Test
  void saysWhatIsMissing() {
    refused(() -> file("none").append(BinaryData.fromString("x"), 0), 404, "PathNotFound");
    refused(() -> directory("none").deleteRecursively(), 404, "PathNotFound");
    ListPathsOptions none = new ListPathsOptions().setPath(at("none"));
    refused(() -> lake.listPaths(none, null).stream().count(), 404, "PathNotFound");
    assertThat(file("none").exists()).isFalse();
  }
}
