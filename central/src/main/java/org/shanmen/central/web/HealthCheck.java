package org.shanmen.central.web;

import io.vertx.core.Future;

/**
 * One thing that must work for the centre to be well.
 *
 * @param name a JSON key, such as database
 * @param probe succeeds if it works; asked on an event loop, must not block
 */
public record HealthCheck(String name, java.util.function.Supplier<Future<?>> probe) {}
