/** Answers in JSON, read as they come: records, and the few values around them that matter. */
package dev.penstock.source.rest.json;
