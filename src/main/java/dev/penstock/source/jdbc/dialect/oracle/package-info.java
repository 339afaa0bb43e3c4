/** Oracle, over Oracle's thin driver. */
package dev.penstock.source.jdbc.dialect.oracle;
