/** Lists inside records as tables of their own. */
package dev.penstock.source.rest.nested;
