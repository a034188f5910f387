package org.shanmen.sim.lane;

/**
 * The card collector's books.
 *
 * @param held whether there is a card in it now
 * @param swallowed how many fell into the bin since the lane was made
 * @param returned how many were handed out again
 */
public record Cards(boolean held, long swallowed, long returned) {}
