/** MariaDB and MySQL. */
package dev.penstock.source.jdbc.dialect.mysql;
