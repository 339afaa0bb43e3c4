/** The workbook: sheets to jobs and settings, or every problem at once; and the template. */
package dev.penstock.workbook;
