/**
 * Files in a store, call by call: each method is one operation that can fail by itself, so that
 * tests can put a fault at every one of them.
 */
package dev.penstock.storage;
