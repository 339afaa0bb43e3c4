/** Answers that are no JSON: CSV and XML, read as they come. */
package dev.penstock.source.rest.text;
