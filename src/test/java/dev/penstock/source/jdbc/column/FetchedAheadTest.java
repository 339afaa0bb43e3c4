package dev.penstock.source.jdbc.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.jdbc.column.FetchedAhead.Column;
import dev.penstock.source.jdbc.column.FetchedAhead.Form;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FetchedAheadTest {
  private static final int ROWS = 2_000;

  /** Fetches rows of 1,000 bytes as a driver does, each fetch from far away. */
  private static final class FarAway {
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    private int size = FetchSize.FIRST;
    private int fetched;
    private int row;

    ResultSet result() {
      return (ResultSet)
          Proxy.newProxyInstance(
              ResultSet.class.getClassLoader(),
              new Class<?>[] {ResultSet.class},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "next" -> next();
                    case "getBytes" -> new byte[1_000];
                    case "setFetchSize" -> {
                      size = (int) arguments[0];
                      yield null;
                    }
                    default -> null;
                  });
    }

    private boolean next() throws InterruptedException {
      if (row == fetched) {
        Thread.sleep(6);
        sizes.add(size);
        fetched += size;
      }
      return row++ < ROWS;
    }
  }

  @Test
  void fetchesMoreAtATimeFromAServerThatIsFarAway() throws SQLException {
    FarAway server = new FarAway();
    Column column = new Column(ColumnType.of(Kind.BINARY).writer(), Form.BYTES);
    int rows = 0;
    try (Rows fetched = new FetchedAhead(server.result(), List.of(column), () -> {})) {
      while (fetched.next()) {
        rows++;
      }
    }

    assertThat(rows).isEqualTo(ROWS);
    // Two megabytes would be 1,951 rows.
    assertThat(server.sizes).containsExactly(8, 64, 512, 4096);
  }
}
