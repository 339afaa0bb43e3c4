/** What differs between two databases: connecting, names, types, cursors, snapshots, failures. */
package dev.penstock.source.jdbc.dialect;
