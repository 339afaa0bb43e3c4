/** Secrets in environment variables. */
package dev.penstock.secret.env;
