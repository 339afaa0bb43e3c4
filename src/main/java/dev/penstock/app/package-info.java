/** {@code main()} and all wiring; the only package that sees every other. */
package dev.penstock.app;
