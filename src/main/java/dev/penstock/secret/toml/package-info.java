/** Secrets in a file laid out as dlt has it. */
package dev.penstock.secret.toml;
