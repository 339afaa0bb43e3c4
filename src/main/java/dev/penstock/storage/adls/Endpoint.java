package dev.penstock.storage.adls;

import java.net.URI;

/** The base URL of an account, and its name. */
record Endpoint(URI uri, String account) {}
