/** SQL Server and Azure SQL. */
package dev.penstock.source.jdbc.dialect.sqlserver;
