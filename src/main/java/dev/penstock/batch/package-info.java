/** Rows in memory, as Arrow vectors. */
package dev.penstock.batch;
