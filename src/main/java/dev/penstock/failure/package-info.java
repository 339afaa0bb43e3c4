/** What can go wrong, and how it is said. */
package dev.penstock.failure;
