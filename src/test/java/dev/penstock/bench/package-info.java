/** Times Penstock against COPY and against a naive program; {@code bench/run.sh} starts it. */
package dev.penstock.bench;
