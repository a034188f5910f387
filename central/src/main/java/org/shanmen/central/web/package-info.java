/**
 * The centre's door for browsers and programs: HTTP, routed and validated by openapi.yaml,
 * sessions, roles, errors in two languages, the console's files, health and metrics.
 *
 * <p>In: HTTP requests, and from each subject the operations that it answers ({@link
 * org.shanmen.central.web.Routes}). Out: validated {@link org.shanmen.central.web.Call}s. Knows
 * nothing of tickets, gates or the database.
 */
package org.shanmen.central.web;
