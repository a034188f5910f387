/**
 * The centre as a program: its configuration, and everything wired together.
 *
 * <p>In: a configuration file. Out: a running centre. The only room that knows all the others.
 */
package org.shanmen.central;
