/** What a job is: one enabled row of the workbook, checked, with every default filled in. */
package dev.penstock.job;
