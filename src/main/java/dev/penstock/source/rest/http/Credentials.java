package dev.penstock.source.rest.http;

/** What a request is signed with. Safe for use by several threads. */
public interface Credentials {
  /** Nobody asks who sends a request. */
  Credentials NONE = call -> call;

  /** The call with what proves who sends it. */
  Call sign(Call call);

  /**
   * The other side did not take the signature.
   *
   * @param refused as {@link #sign} gave it
   * @return whether the call may go well when signed anew
   */
  default boolean renew(Call refused) {
    return false;
  }
}
