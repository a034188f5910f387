/** Where the park's money is: the ledger, shifts and their drawers, statements. */
package org.shanmen.central.money;
