/**
 * One run: plan, split, read, write, commit, retry, record. Knows interfaces, never a connector.
 */
package dev.penstock.engine;
