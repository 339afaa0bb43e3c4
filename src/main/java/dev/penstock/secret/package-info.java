/** Where secrets come from, and how they stay secret. */
package dev.penstock.secret;
