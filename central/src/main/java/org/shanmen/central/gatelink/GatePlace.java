package org.shanmen.central.gatelink;

/** A gate at a place: the numbers under which other gates know it, its area and its check point. */
record GatePlace(int number, int area, int checkPoint) {}
