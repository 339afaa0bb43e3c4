/** PostgreSQL. */
package dev.penstock.source.jdbc.dialect.postgres;
