/** What the tests prove about bad inputs and security: annotations, and the pages made of them. */
package dev.penstock.evidence;
