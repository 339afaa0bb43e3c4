package dev.penstock.source.jdbc;

import dev.penstock.source.LateRows;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import java.util.ArrayList;
import java.util.List;

/** A window as conditions of SQL, and the values for their placeholders in the same order. */
final class WindowSql {
  private WindowSql() {}

  static List<String> conditions(Selection selection, Window window) {
    List<String> conditions = new ArrayList<>();
    if (selection.cursor().isPresent()) {
      CursorSql cursor = selection.cursor().get();
      cursor.usable().ifPresent(conditions::add);
      window.after().ifPresent(w -> conditions.add(cursor.column() + " > " + cursor.placeholder()));
      window.upTo().ifPresent(w -> conditions.add(cursor.column() + " <= " + cursor.placeholder()));
    }
    return conditions;
  }

  /** What is read again: up to the watermark, both ends included. */
  static List<String> again(Selection selection, LateRows late) {
    CursorSql cursor = selection.cursor().orElseThrow();
    List<String> conditions = new ArrayList<>(cursor.usable().stream().toList());
    conditions.add(cursor.column() + " >= " + cursor.placeholder());
    conditions.add(cursor.column() + " <= " + cursor.placeholder());
    late.above().ifPresent(w -> conditions.add(cursor.column() + " > " + cursor.placeholder()));
    return conditions;
  }

  static List<String> againParameters(LateRows late, Window window) {
    List<String> values = new ArrayList<>();
    values.add(late.again().orElseThrow().value());
    values.add(window.after().orElseThrow().value());
    late.above().map(Watermark::value).ifPresent(values::add);
    return values;
  }

  static List<String> parameters(Window window) {
    List<String> values = new ArrayList<>();
    window.after().map(Watermark::value).ifPresent(values::add);
    window.upTo().map(Watermark::value).ifPresent(values::add);
    return values;
  }
}
