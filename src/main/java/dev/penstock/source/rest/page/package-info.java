/** How the pages of an API follow one another, and when they end. */
package dev.penstock.source.rest.page;
