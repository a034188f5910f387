package org.shanmen.gate;

import java.util.List;
import java.util.Optional;
import org.shanmen.gate.admission.Rights;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** The whitelist, with the uses that only this gate knows of. Owned by the lane loop. */
record LocalRights(Whitelist whitelist, OwnUses ownUses) implements Rights {
  @Override
  public List<Right> rights(long fingerprint) {
    return whitelist.rights(fingerprint);
  }

  @Override
  public Optional<Right> rightById(long right) {
    return whitelist.rightById(right);
  }

  @Override
  public Optional<TicketTemplate> template(int template) {
    return whitelist.template(template);
  }

  @Override
  public List<Use> uses(long right) {
    return ownUses.unitedWith(whitelist.uses(right), right);
  }
}
