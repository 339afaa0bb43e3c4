/** The records for each of which an endpoint is asked, and what is known of each. */
package dev.penstock.source.rest.parent;
