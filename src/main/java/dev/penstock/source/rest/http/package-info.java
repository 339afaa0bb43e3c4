/** Requests to an API: where they may go, how they are tried again, and how answers are read. */
package dev.penstock.source.rest.http;
