/** A stand-in for SQL Server: it speaks TDS 7.4 and keeps its rows in H2. */
package dev.penstock.testing.tds;
