/**
 * Handhelds: gates without an arm, in an attendant's hand. Which there are, which browser is one,
 * and what it is told and tells.
 *
 * <p>In: registrations by the administrator, pairings, and what a handheld's page reports. Out: its
 * settings, its check point's list, what the centre knows of a credential. Decides about nobody:
 * the page does, by the gates' rules. Knows nothing of sales and money.
 */
package org.shanmen.central.handheld;
