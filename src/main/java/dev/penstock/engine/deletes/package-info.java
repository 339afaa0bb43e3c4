/** Rows that are gone at the source: found by comparing keys, told by tombstones. */
package dev.penstock.engine.deletes;
