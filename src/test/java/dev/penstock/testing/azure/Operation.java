package dev.penstock.testing.azure;

/** What a request to the lake asks for. */
public enum Operation {
  ACCOUNT,
  CREATE_CONTAINER,
  CONTAINER_PROPERTIES,
  DELETE_CONTAINER,
  LIST,
  READ,
  PROPERTIES,
  CREATE,
  CREATE_DIRECTORY,
  APPEND,
  /** An append that makes what was appended the file as well. */
  APPEND_FLUSH,
  FLUSH,
  RENAME,
  DELETE,
  ACCESS_CONTROL,
  SET_ACCESS_CONTROL,
  LEASE_ACQUIRE,
  LEASE_RENEW,
  LEASE_CHANGE,
  LEASE_RELEASE,
  LEASE_BREAK,
  METADATA,
  PUT_BLOB,
  UNKNOWN;

  boolean writes() {
    return switch (this) {
      case ACCOUNT, CONTAINER_PROPERTIES, LIST, READ, PROPERTIES, ACCESS_CONTROL, UNKNOWN -> false;
      case CREATE_CONTAINER,
          DELETE_CONTAINER,
          CREATE,
          CREATE_DIRECTORY,
          APPEND,
          APPEND_FLUSH,
          FLUSH,
          RENAME,
          DELETE,
          SET_ACCESS_CONTROL,
          LEASE_ACQUIRE,
          LEASE_RENEW,
          LEASE_CHANGE,
          LEASE_RELEASE,
          LEASE_BREAK,
          METADATA,
          PUT_BLOB ->
          true;
    };
  }
}
