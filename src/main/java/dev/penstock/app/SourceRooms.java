package dev.penstock.app;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.identity.AzureHttp;
import dev.penstock.job.Job;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceType;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.Connector;
import dev.penstock.source.FoundTable;
import dev.penstock.source.Reachable;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.source.jdbc.Reading;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import dev.penstock.source.rest.RestConnector;
import dev.penstock.source.rest.auth.EntraTokens;
import dev.penstock.workbook.WorkbookContents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The sources of a workbook, by who reads them.
 *
 * @param store where their secrets are
 * @param environment for the proxy
 * @param terms of the sources, by name
 */
record SourceRooms(
    WorkbookContents contents,
    SecretStore store,
    Redactor redactor,
    Map<String, String> environment,
    AzureWiring azure,
    Clock clock,
    Map<String, SourceTerms> terms) {
  JdbcConnector jdbc() {
    return new JdbcConnector(
        contents.sources(),
        store,
        Reading.of(contents.settings()),
        contents.settings().jobs(),
        azure::token,
        terms);
  }

  private RestConnector rest() {
    return new RestConnector(
        contents.sources(),
        store,
        redactor,
        RestConnector.Weather.usual(
            tls ->
                tls.map(own -> AzureHttp.plain(environment, own))
                    .orElseGet(() -> AzureHttp.plain(environment)),
            clock),
        this::token);
  }

  private Secret token(String source, EntraTokens.Login login, String scope) {
    return azure.token("rest " + source, entra(login), scope);
  }

  static EntraLogin entra(EntraTokens.Login login) {
    if (login.secret().isPresent()) {
      return new EntraLogin.ServicePrincipal(
          login.tenantId().orElseThrow(), login.clientId().orElseThrow(), login.secret().get());
    }
    return login.clientId().isPresent()
        ? new EntraLogin.ManagedIdentity(login.clientId())
        : new EntraLogin.Machine();
  }

  /**
   * @param databases reads all kinds of database
   */
  Map<SourceType, Connector> connectors(Connector databases) {
    Map<SourceType, Connector> byType = new EnumMap<>(SourceType.class);
    JdbcConnector.types().forEach(type -> byType.put(type, databases));
    byType.put(SourceType.REST, rest());
    return byType;
  }

  Map<SourceType, Reachable> reachable() {
    Reachable databases = jdbc();
    Map<SourceType, Reachable> byType = new EnumMap<>(SourceType.class);
    JdbcConnector.types().forEach(type -> byType.put(type, databases));
    byType.put(SourceType.REST, rest());
    return byType;
  }

  List<FoundTable> explore(
      SourceType type, String source, Optional<String> schema, BiPredicate<String, String> wanted) {
    if (!JdbcConnector.types().contains(type)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "source %s: nothing lists the tables of a %s source.\nName them in the workbook yourself%s."
              .formatted(
                  source,
                  type.word(),
                  type == SourceType.REST
                      ? ", or have rows proposed from the API's OpenAPI description (--openapi)"
                      : ""));
    }
    try (JdbcConnector jdbc = jdbc()) {
      return jdbc.explore(type, source, schema, wanted);
    }
  }

  List<Problem> offlineProblems() {
    try (JdbcConnector jdbc = jdbc();
        RestConnector rest = rest()) {
      List<Problem> problems = new ArrayList<>(jdbc.offlineProblems(contents.jobs()));
      problems.addAll(rest.offlineProblems(contents.jobs()));
      return problems;
    }
  }

  List<KeyAnswer> keyAnswers(List<Job> jobs) {
    try (JdbcConnector jdbc = jdbc();
        RestConnector rest = rest()) {
      List<KeyAnswer> answers = new ArrayList<>(jdbc.keyAnswers(jobs));
      answers.addAll(rest.keyAnswers(jobs));
      return answers;
    }
  }
}
