/**
 * Looks at everything that a run needs, loads nothing, and says what is wrong and how to mend it.
 */
package dev.penstock.doctor;
