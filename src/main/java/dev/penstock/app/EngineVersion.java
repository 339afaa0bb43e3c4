package dev.penstock.app;

import java.util.Optional;

/** The version that file footers, commit records and {@code version} name. */
final class EngineVersion {
  static final String TEXT =
      Optional.ofNullable(EngineVersion.class.getPackage().getImplementationVersion())
          .orElse("unpackaged");

  private EngineVersion() {}
}
