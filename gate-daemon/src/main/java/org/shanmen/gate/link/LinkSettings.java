package org.shanmen.gate.link;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the centre is and who this gate is.
 *
 * @param gateId the gate's code, such as N1
 * @param host of the centre, name or address
 * @param enrolmentCode as the centre printed it, {@code GATE.SECRET.CAFP}; needed until the gate is
 *     enrolled, ignored afterwards
 * @param identityDirectory holds the gate's key, certificates and remembered settings
 */
public record LinkSettings(
    String gateId, String host, int port, Optional<String> enrolmentCode, Path identityDirectory) {}
