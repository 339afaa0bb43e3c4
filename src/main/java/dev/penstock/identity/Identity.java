package dev.penstock.identity;

import com.azure.core.credential.TokenCredential;

/** Who this process is to Azure. Safe for use by several threads. */
public interface Identity {
  /**
   * What Azure clients ask for tokens. It fails with an IngestException that names this identity:
   * LOGIN_REFUSED when Azure says no, SECRET when nothing is configured, SOURCE_UNREACHABLE when
   * the login host does not answer.
   */
  TokenCredential credential();

  /** For messages, such as {@code default credential (Azure CLI)}. */
  String words();
}
