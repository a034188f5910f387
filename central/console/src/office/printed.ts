import type { Offer, SlotLeft } from '../api/model';

/** Slots that can still be sold. */
export function slotsToSell(offer: Offer): readonly SlotLeft[] {
  return offer.slots.filter((slot) => !slot.over && slot.left !== 0);
}

/** Whether nothing of it is left for its day. */
export function isSoldOut(offer: Offer): boolean {
  return offer.left === 0 || (offer.slots.length > 0 && slotsToSell(offer).length === 0);
}
