package org.shanmen.gate.whitelist;

import java.util.List;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.Use;

/** A right with all uses of it that the centre told of, this gate's own among them. */
public record Held(Right right, List<Use> uses) {}
