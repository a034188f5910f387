/**
 * How every program of the park reads its configuration file.
 *
 * <p>In: a file's name and text (HOCON). Out: checked values, or one list of every mistake with
 * file, line, key and remedy. Opens no files and knows no program's keys.
 */
package org.shanmen.protocol.conf;
