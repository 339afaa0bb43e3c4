/** SQLite. */
package dev.penstock.source.jdbc.dialect.sqlite;
