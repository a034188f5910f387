package org.shanmen.gate;

import java.util.List;
import java.util.Optional;
import org.shanmen.gate.admission.Rights;
import org.shanmen.gate.whitelist.Held;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** The whitelist, with the uses that only this gate knows of. Owned by the lane loop. */
final class LocalRights implements Rights {
  private final Whitelist whitelist;
  private final OwnUses ownUses;

  /** What the last look by a credential found; each is asked for its uses once, at once. */
  private List<Held> found = List.of();

  LocalRights(Whitelist whitelist, OwnUses ownUses) {
    this.whitelist = whitelist;
    this.ownUses = ownUses;
  }

  @Override
  public List<Right> rights(long fingerprint) {
    found = whitelist.shown(fingerprint);
    return found.size() == 1
        ? List.of(found.get(0).right())
        : found.stream().map(Held::right).toList();
  }

  @Override
  public Optional<Right> rightById(long right) {
    found = List.of();
    return whitelist.rightById(right);
  }

  @Override
  public Optional<TicketTemplate> template(int template) {
    return whitelist.template(template);
  }

  @Override
  public List<Use> uses(long right) {
    return ownUses.unitedWith(whitelisted(right), right);
  }

  /** Found together with the right if it was just looked for: that spares a look. */
  private List<Use> whitelisted(long right) {
    for (Held held : found) {
      if (held.right().getId() == right) {
        return held.uses();
      }
    }
    return whitelist.uses(right);
  }
}
