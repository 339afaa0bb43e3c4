/** How requests prove who sends them. */
package dev.penstock.source.rest.auth;
