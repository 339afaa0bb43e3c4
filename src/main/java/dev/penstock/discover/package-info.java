/** What to make of the tables that a source has. */
package dev.penstock.discover;
