package org.shanmen.central.web;

/** One subject's part of the REST interface. */
@FunctionalInterface
public interface Routes {
  /** Binds the subject's operations. Called once, before the server listens. */
  void bind(Operations operations);
}
