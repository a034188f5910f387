/**
 * Everything between the centre and its gates: the park's certificates, enrolment, sessions, the
 * change log and its fan-out, the storing of events, commands.
 *
 * <p>In: connections of gates, changes of other subjects through {@link
 * org.shanmen.central.gatelink.ChangeLog}, commands. Out: whitelist changes and commands to gates,
 * stored events, the state of each gate to the live board. Knows nothing of sales, prices or
 * passwords.
 */
package org.shanmen.central.gatelink;
