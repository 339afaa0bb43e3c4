/** One command a class: arguments in, text and exit code out. The only package that prints. */
package dev.penstock.cli;
