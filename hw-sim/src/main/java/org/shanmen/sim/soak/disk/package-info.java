/**
 * A disk that loses power. To the code under test it is a file system of {@code java.nio.file}:
 * what was not forced is lost, kept in part, in any order, or torn when the power goes; it fills
 * up; and each of its operations can be made to fail. Knows nothing of gates.
 */
package org.shanmen.sim.soak.disk;
