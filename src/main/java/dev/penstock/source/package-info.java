/** Where rows come from: the interfaces that every connector implements. */
package dev.penstock.source;
