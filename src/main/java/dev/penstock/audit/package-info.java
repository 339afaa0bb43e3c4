/** What people read after a run: one row for each job. */
package dev.penstock.audit;
