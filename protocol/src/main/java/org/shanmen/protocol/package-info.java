/**
 * What gate and centre say to each other: messages, frames, ticket codes, fingerprints.
 *
 * <p>In: bytes, strings, keys. Out: values. Knows nothing of sockets, files, clocks or databases.
 */
package org.shanmen.protocol;
