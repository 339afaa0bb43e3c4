/** Rows known by digests: gathered in any order, sorted and looked up in little memory. */
package dev.penstock.engine.digest;
