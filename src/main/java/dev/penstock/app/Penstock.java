package dev.penstock.app;

/** Entry point. */
public final class Penstock {
  private Penstock() {}

  public static void main(String[] args) {}
}
