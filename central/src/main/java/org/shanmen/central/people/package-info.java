/**
 * Users, their passwords and roles, and the log of who did what.
 *
 * <p>In: names and passwords. Out: sessions of the web room, audit entries. Knows nothing of
 * tickets or gates.
 */
package org.shanmen.central.people;
