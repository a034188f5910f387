/**
 * What managers and finance read about days that are over. In: counts that the links' room keeps
 * while it stores events. Out: sums, as JSON.
 */
package org.shanmen.central.report;
