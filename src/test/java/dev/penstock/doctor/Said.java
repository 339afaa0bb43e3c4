package dev.penstock.doctor;

/** An examination as text, without what differs from run to run. */
public final class Said {
  private Said() {}

  public static String by(Examination found) {
    StringBuilder text = new StringBuilder();
    switch (found.verdict()) {
      case OK -> text.append("ok\n");
      case WARNING -> text.append("warning\n");
      case FAILED -> text.append("failed\n");
    }
    found
        .facts()
        .forEach(fact -> text.append(fact.label()).append(": ").append(fact.value()).append('\n'));
    for (Finding finding : found.findings()) {
      text.append("! ").append(finding.what()).append('\n');
      finding.cause().ifPresent(cause -> text.append("likely: ").append(cause).append('\n'));
      text.append("mend: ").append(finding.mend()).append('\n');
    }
    return text.toString()
        .replaceAll(" \\(\\d+ ms\\)", "")
        .replaceAll("(127\\.0\\.0\\.1|localhost):\\d+", "$1:PORT")
        .replaceAll("doctor-[0-9a-f-]{36}", "doctor-ID")
        .replaceAll("until \\d{4}-\\d\\d-\\d\\d\\)", "until DAY)")
        .replaceAll("request id [0-9a-f-]{36}", "request id ID");
  }
}
