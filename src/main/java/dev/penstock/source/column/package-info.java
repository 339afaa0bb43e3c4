/** Values of any source into Arrow vectors: one writer for each column type, chosen once. */
package dev.penstock.source.column;
