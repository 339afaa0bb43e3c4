package dev.penstock.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Fetches every page of the API, parses every value, and drops it: what reading alone costs. */
public final class RestLoop {
  private static final JsonFactory JSON = new JsonFactory();

  private RestLoop() {}

  /** Arguments: the API's URL, how many pages it has. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    int pages = Integer.parseInt(arguments[1]);
    long sum = 0;
    for (int page = 1; page <= pages; page++) {
      URI uri = URI.create(arguments[0] + RestHost.PATH + "?page=" + page);
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body();
          JsonParser parser = JSON.createParser(body)) {
        sum += read(parser);
      }
    }
    System.out.println(sum + " is the sum of all values, as a proof of work");
  }

  private static long read(JsonParser parser) throws IOException {
    long sum = 0;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      sum +=
          switch (token) {
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT, VALUE_STRING -> parser.getTextLength();
            default -> 0;
          };
    }
    return sum;
  }
}
