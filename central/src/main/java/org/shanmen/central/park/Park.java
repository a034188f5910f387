package org.shanmen.central.park;

import java.time.ZoneId;

/**
 * What the configuration says about the park.
 *
 * @param nameZh until an administrator enters another one
 * @param nameEn until an administrator enters another one
 * @param zone in which its days begin and end
 */
public record Park(String nameZh, String nameEn, ZoneId zone) {}
