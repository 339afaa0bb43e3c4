/** Records of web APIs. */
package dev.penstock.source.rest;
