/** Reads tables and queries of relational databases through JDBC. */
package dev.penstock.source.jdbc;
