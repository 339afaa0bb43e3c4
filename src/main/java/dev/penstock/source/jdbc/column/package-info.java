/** Values of a database row into Arrow vectors: one writer for each column type, chosen once. */
package dev.penstock.source.jdbc.column;
