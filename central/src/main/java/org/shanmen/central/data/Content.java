package org.shanmen.central.data;

/**
 * What a table's rows amount to.
 *
 * @param sha256 of the text that COPY makes of them, in the order of {@link TableRows}
 */
record Content(long rows, String sha256) {}
