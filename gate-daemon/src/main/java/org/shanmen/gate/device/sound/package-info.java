/**
 * The voice of a lane with a sound card: prompts put together from recordings and played by another
 * program. A missing recording, player or card is no fault of the lane, which goes on in silence.
 */
package org.shanmen.gate.device.sound;
