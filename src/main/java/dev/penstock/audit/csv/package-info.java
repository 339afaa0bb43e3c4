/** The audit trail as one CSV file a day, which any spreadsheet opens. */
package dev.penstock.audit.csv;
