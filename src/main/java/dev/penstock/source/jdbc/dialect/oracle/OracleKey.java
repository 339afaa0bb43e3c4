package dev.penstock.source.jdbc.dialect.oracle;

/**
 * A column of a primary key.
 *
 * @param quoted its name
 */
record OracleKey(String quoted, boolean isNumber) {}
