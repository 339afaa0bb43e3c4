package dev.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.doctor.Examination;
import dev.penstock.doctor.Finding;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.List;
import java.util.Locale;

/** What the doctor found, as programs read it. */
final class ExaminationJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ExaminationJson() {}

  static String of(List<Examination> examinations) {
    ArrayNode all = MAPPER.createArrayNode();
    examinations.forEach(examination -> add(all.addObject(), examination));
    try {
      return MAPPER.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IngestException(ErrorCode.INTERNAL, "the findings cannot be written as JSON", e);
    }
  }

  private static void add(ObjectNode node, Examination examination) {
    node.put("subject", examination.subject());
    node.put("verdict", examination.verdict().name().toLowerCase(Locale.ROOT));
    examination.latency().ifPresent(l -> node.put("latency_ms", l.toNanos() / 1e6));
    ObjectNode facts = node.putObject("facts");
    examination.facts().forEach(fact -> facts.put(fact.label(), fact.value()));
    ArrayNode findings = node.putArray("findings");
    examination.findings().forEach(finding -> add(findings.addObject(), finding));
  }

  private static void add(ObjectNode node, Finding finding) {
    node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    node.put("what", finding.what());
    finding.cause().ifPresent(cause -> node.put("cause", cause));
    node.put("mend", finding.mend());
  }
}
