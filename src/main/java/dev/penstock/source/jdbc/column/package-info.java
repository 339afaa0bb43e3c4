/** The values of a database's rows, handed to the writers of their columns. */
package dev.penstock.source.jdbc.column;
