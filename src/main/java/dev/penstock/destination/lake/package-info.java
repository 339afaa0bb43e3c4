/** Parquet files in folders, made real by a log of commit records. */
package dev.penstock.destination.lake;
