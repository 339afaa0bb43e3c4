package dev.penstock.source.jdbc.dialect;

/**
 * A column as the database describes it.
 *
 * @param typeName in the database's words, without length
 * @param jdbcType one of {@code java.sql.Types}
 * @param precision 0 when none is declared
 */
public record DeclaredColumn(
    String name, String typeName, int jdbcType, int precision, int scale) {}
