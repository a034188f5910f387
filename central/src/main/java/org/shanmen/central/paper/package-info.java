/**
 * How things look on paper: tables, tickets and receipts as PDF, and as bytes for thermal printers.
 * In: texts, numbers and codes. Out: bytes. It knows neither the database nor the interface.
 */
package org.shanmen.central.paper;
