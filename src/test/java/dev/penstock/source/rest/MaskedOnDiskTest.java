package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.destination.lake.LakeOptions;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Job;
import dev.penstock.job.Settings;
import dev.penstock.parquet.Codec;
import dev.penstock.parquet.ParquetOptions;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Storage;
import dev.penstock.storage.local.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every byte that a run leaves on a disk, in the temporary folder while it fetches as well as in
 * the lake, holds nothing that was to be masked or left out.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "files without a name are found in /proc")
final class MaskedOnDiskTest {
  private static final int ZSTD = 0x28B52FFD;
  private static final String OPEN = "open-canary";
  private static final List<String> HIDDEN =
      List.of(
          "mail-canary",
          "street-canary",
          "city-canary",
          "tag-canary",
          "note-canary",
          "deep-canary");

  @TempDir Path root;

  private final List<String> spooled = new CopyOnWriteArrayList<>();

  private static String record(int id) {
    return """
        {"id": %1$d, "open": "open-canary-%1$d", "mail": "mail-canary-%1$d", "at": %1$d,
         "address": {"street": "street-canary-%1$d", "city": {"name": "city-canary-%1$d"}},
         "tags": ["tag-canary-%1$d", {"x": "tag-canary-%1$d"}],
         "note": "note-canary-%1$d", "more": {"list": [{"deep": "deep-canary-%1$d"}]}}
        """
        .formatted(id);
  }

  /** Looks at the disk before it answers, when the page before has been written there. */
  private Reply page(Asked asked) {
    spooled.add(openFiles());
    int page = asked.number("page", 0);
    List<String> records =
        Stream.iterate(page * 50 + 1, id -> id + 1)
            .limit(page < 3 ? 50 : 0)
            .map(MaskedOnDiskTest::record)
            .toList();
    return Reply.json("{\"items\": %s}".formatted(records));
  }

  /** All that this process has open below the temporary folder, with and without a name. */
  private static String openFiles() {
    StringBuilder all = new StringBuilder();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : open.toList()) {
        if (leadsInto(temporary, file)) {
          all.append(text(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  private static boolean leadsInto(Path temporary, Path file) throws IOException {
    try {
      String target = Files.readSymbolicLink(file).toString();
      return target.startsWith(temporary.toString()) && target.contains("penstock-rest-");
    } catch (NoSuchFileException e) {
      // Closed in the meantime.
      return false;
    }
  }

  /** As it is, and with everything unpacked that was packed. */
  private static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder(new String(bytes, ISO_8859_1));
    ByteBuffer all = ByteBuffer.wrap(bytes);
    for (int at = 0; at + 4 <= bytes.length; at++) {
      if (all.getInt(at) == ZSTD) {
        ByteBuffer packed = all.duplicate().position(at);
        byte[] frame = new byte[(int) frameLength(packed)];
        packed.get(frame);
        long size = Zstd.getFrameContentSize(frame);
        text.append(new String(Zstd.decompress(frame, (int) size), ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static long frameLength(ByteBuffer from) {
    byte[] rest = new byte[from.remaining()];
    from.duplicate().get(rest);
    return Zstd.findFrameCompressedSize(rest);
  }

  private String lake() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(file).append(text(Files.readAllBytes(file)));
      }
    }
    return all.toString();
  }

  @Test
  void noMaskedOrExcludedValueReachesADisk() throws Exception {
    Job job =
        Endpoints.at("/v1/a")
            .cursor("at")
            .key("id")
            .with(ApiSetting.PAGINATION_TYPE, "page_number")
            .with(ApiSetting.MASK_COLUMNS, "mail:sha256, address, tags")
            .with(ApiSetting.EXCLUDE_COLUMNS, "note, more")
            .job();
    try (ApiServer server = new ApiServer(this::page)) {
      RunReport report = run(server, job);
      assertThat(report.jobs().get(0).result().getClass().getSimpleName()).isEqualTo("Loaded");
    }
    String disk = String.join("", spooled);
    assertThat(spooled).hasSize(4);
    assertLookedInto(spooled.get(3), "-100");
    assertHidden(disk);

    String lake = lake();
    assertLookedInto(lake, "-150");
    assertHidden(lake);
  }

  /** What need not be hidden is found, so that the rest would be found as well. */
  private static void assertLookedInto(String disk, String last) {
    assertThat(List.of("-1", last)).allMatch(id -> disk.contains(OPEN + id));
  }

  private static void assertHidden(String disk) throws Exception {
    assertThat(HIDDEN).noneMatch(disk::contains);
    // A hash without the key could be found by trying.
    byte[] plain = MessageDigest.getInstance("SHA-256").digest("mail-canary-1".getBytes(UTF_8));
    assertThat(List.of(HexFormat.of().formatHex(plain), new String(plain, ISO_8859_1)))
        .noneMatch(disk::contains);
  }

  private RunReport run(ApiServer server, Job job) {
    try (RestConnector connector =
            Loaded.from(server).secret("mask_salt", "salt-of-the-test").connector();
        Storage storage = new LocalStorage(root)) {
      return ApiRuns.run(job, RunRequest.Refresh.FROM_WATERMARK, connector, destination(storage));
    }
  }

  private static LakeDestination destination(Storage storage) {
    return new LakeDestination(
        Containers.folders(storage),
        new LakeOptions(
            Settings.DEFAULT_LAYOUT,
            ZoneOffset.UTC,
            ParquetOptions.DEFAULT.withCodec(Codec.NONE),
            1 << 20,
            LakeOptions.LoadedAt.OMITTED,
            Duration.ofDays(7),
            "0.1.0"),
        Clock.systemUTC());
  }
}
