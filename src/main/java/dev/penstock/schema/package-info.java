/** A table's columns, their names at the destination, and how they change over time. */
package dev.penstock.schema;
