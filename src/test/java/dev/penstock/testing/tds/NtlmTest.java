package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The stand-in's reckoning against the examples of RFC 1320 and MS-NLMP. */
final class NtlmTest {
  @Test
  void digestsAsTheStandardsDo() throws Exception {
    assertThat(hex(Md4.digest(new byte[0]))).isEqualTo("31d6cfe0d16ae931b73c59d7e0c089c0");
    assertThat(hex(Md4.digest("abc".getBytes(US_ASCII))))
        .isEqualTo("a448017aaf21d8525fc10ae87aa6729d");
    String digits = "1234567890".repeat(8);
    assertThat(hex(Md4.digest(digits.getBytes(US_ASCII))))
        .isEqualTo("e33b4ddc9c38f2199c3e7b164fcc0536");
    assertThat(hex(Ntlm.key("Password", "User", "Domain")))
        .isEqualTo("0c868a403bfd7a93a3001ef22ef02e3f");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
