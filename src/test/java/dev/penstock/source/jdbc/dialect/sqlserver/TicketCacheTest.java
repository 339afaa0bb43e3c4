package dev.penstock.source.jdbc.dialect.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are none, or end too soon; SqlServerKerberosTest has those that a KDC's client wrote.
 */
final class TicketCacheTest {
  @TempDir private Path folder;

  private String missing(String hex) throws IOException {
    Path file = Files.write(folder.resolve("cache"), HexFormat.of().parseHex(hex));
    return TicketCache.read(file).missing(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "05",
        "0504",
        "05040000",
        "0502",
        "48656c6c6f",
        "0503000000010000000a7fffffff",
        "050300000001000000010000000352ffffffff"
      })
  void saysThatAFileIsNone(String hex) throws IOException {
    assertThat(missing(hex))
        .isEqualTo(folder.resolve("cache") + " holds no tickets that Java can read");
  }

  @Test
  void saysThatThereIsNoTicket() throws IOException {
    assertThat(missing("0503" + "00000001" + "00000001" + "00000001" + "52" + "00000001" + "75"))
        .isEqualTo("there is no ticket of u@R in " + folder.resolve("cache"));
  }

  @Test
  void saysThatThereIsNoFile() {
    Path none = folder.resolve("none");
    assertThat(TicketCache.read(none).missing(Optional.of("u@R")))
        .isEqualTo(none + " holds no tickets that Java can read");
  }
}
