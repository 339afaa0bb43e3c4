package dev.penstock.testing.tds;

import java.util.Optional;

/** How a server finds out which user of Windows a client is. */
public interface WindowsSignIn {
  Talk begin();

  /** What one client says, and the answers to it. */
  interface Talk {
    Turn answer(byte[] token);
  }

  /**
   * @param answer what the client is told
   * @param end empty as long as the client has more to say
   */
  record Turn(Optional<Bytes> answer, Optional<End> end) {
    static Turn ask(byte[] question) {
      return new Turn(Optional.of(new Bytes().all(question)), Optional.empty());
    }

    static Turn known(String user) {
      return new Turn(Optional.empty(), Optional.of(new End(Optional.of(user))));
    }

    /** The same where the server proves who it is, too. */
    static Turn known(String user, byte[] proof) {
      return new Turn(ask(proof).answer(), known(user).end());
    }

    static Turn unknown() {
      return new Turn(Optional.empty(), Optional.of(new End(Optional.empty())));
    }
  }

  /**
   * @param user {@code DOMAIN\\user}; empty for one who could not prove it
   */
  record End(Optional<String> user) {}
}
