/**
 * The camera that reads QR codes: pictures in grey, the passes that find a code in them, and the
 * reader that takes frames from another program's output.
 */
package org.shanmen.gate.device.camera;
