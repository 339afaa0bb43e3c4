/** Files on a disk of this machine, or on one that is mounted like it. */
package dev.penstock.storage.local;
