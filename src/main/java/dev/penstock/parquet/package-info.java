/** Batches to Parquet bytes; knows no job and no storage. */
package dev.penstock.parquet;
