package dev.penstock.testing.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import reactor.core.publisher.Mono;

/**
 * What the name server does for a real account or vault: the library sees the real name.
 *
 * @param to where requests go instead, up to their path
 */
public record Redirected(HttpClient http, String to) implements HttpClient {
  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return http.send(moved(request));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    return http.sendSync(moved(request), context);
  }

  private HttpRequest moved(HttpRequest request) {
    return request.copy().setUrl(to + request.getUrl().getFile());
  }
}
