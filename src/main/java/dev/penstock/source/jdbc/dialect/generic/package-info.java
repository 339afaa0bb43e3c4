/** Any database whose JDBC driver the workbook names. */
package dev.penstock.source.jdbc.dialect.generic;
