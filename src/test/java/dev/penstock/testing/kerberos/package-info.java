/** A domain of its own: a KDC, what it gives, and machines that only look like one. */
package dev.penstock.testing.kerberos;
