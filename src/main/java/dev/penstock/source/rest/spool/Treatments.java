package dev.penstock.source.rest.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.penstock.job.ColumnRules;
import dev.penstock.secret.Secret;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What becomes of fields before anything of them is written. */
public record Treatments(ColumnRules rules, Secret salt) {
  private static final String HMAC = "HmacSHA256";

  public static final Treatments NONE = new Treatments(ColumnRules.NONE, new Secret("-", "none"));

  public Treatments {
    requireNonNull(rules, "rules");
    requireNonNull(salt, "salt");
  }

  /** The name of the column for the name that the API gives. */
  String name(String given) {
    return rules.renamed().getOrDefault(given.toLowerCase(Locale.ROOT), given);
  }

  /** Leaving out is the stronger of two. */
  Treatment of(String given) {
    if (names(rules.excluded(), given)) {
      return Treatment.DROP;
    }
    return names(rules.masked(), given) ? Treatment.MASK : Treatment.KEEP;
  }

  private boolean names(List<String> list, String given) {
    return list.contains(given.toLowerCase(Locale.ROOT))
        || list.contains(name(given).toLowerCase(Locale.ROOT));
  }

  /** Puts into another row what may be written of one. */
  void treat(Row row, List<Field> columns, Row into) {
    into.clear();
    for (int i = 0; i < row.count(); i++) {
      Field field = columns.get(row.column(i));
      switch (field.treatment()) {
        case KEEP -> row.copy(i, field, into);
        case MASK -> into.putText(field, masked(row.value(field).orElseThrow()));
        case DROP -> {
          // Nobody is to see it.
        }
      }
    }
  }

  /** Those for what lies in a list, under whichever of its names they are. */
  public Treatments under(Field list) {
    return new Treatments(rules.under(List.of(list.given(), list.name())), salt);
  }

  /** Whether a column of this name, as it is delivered, is left out. */
  public boolean excludes(String column) {
    return covers(rules.excluded(), column);
  }

  /** Whether a column of this name, as it is delivered, is masked. */
  public boolean masks(String column) {
    return covers(rules.masked(), column);
  }

  private boolean covers(List<String> names, String column) {
    String wanted = column.toLowerCase(Locale.ROOT);
    return names.stream()
        .flatMap(name -> Stream.of(name, name(name).toLowerCase(Locale.ROOT)))
        .anyMatch(name -> wanted.equals(name) || wanted.startsWith(name + "__"));
  }

  /** The names to mask or to leave out that none of these columns has. */
  List<String> unmet(List<String> columns) {
    return Stream.concat(rules.masked().stream(), rules.excluded().stream())
        .filter(name -> columns.stream().noneMatch(column -> covers(List.of(name), column)))
        .toList();
  }

  /** The same for the same value and key, in 64 characters. */
  public String masked(String value) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(salt.reveal().getBytes(UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
