/** Records on their way from pages to batches: what they hold, and a file that keeps them. */
package dev.penstock.source.rest.spool;
