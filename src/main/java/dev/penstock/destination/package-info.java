/**
 * Where rows go: the interfaces that every destination implements, and the record that makes a load
 * real.
 */
package dev.penstock.destination;
