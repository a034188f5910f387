package org.shanmen.central.money;

import java.util.Optional;

/**
 * Whose hands money goes through.
 *
 * @param person who takes or gives it
 * @param shift of that person, if one is open; nobody can close it until the transaction ends
 */
public record Till(int person, Optional<Long> shift) {}
