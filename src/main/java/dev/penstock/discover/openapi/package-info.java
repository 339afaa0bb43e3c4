/** What an OpenAPI or Swagger description says of an API, and which rows it suggests. */
package dev.penstock.discover.openapi;
