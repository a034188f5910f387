package org.shanmen.gate.admission;

import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** What the gate holds of rights and their uses. Answers at once, from memory or a local file. */
public interface Rights {
  /** All rights that a credential shows. */
  List<Right> rights(long fingerprint);

  Optional<Right> rightById(long right);

  Optional<TicketTemplate> template(int template);

  /** Every use that this gate knows of, its own included, each once. */
  List<Use> uses(long right);
}
