package org.shanmen.protocol.conf;

import java.util.Optional;

/**
 * Tells of a configuration file with secrets in it that every user of the machine can read. That
 * its group may is no fault: a file of root's with the service's group is readable by the service
 * alone.
 */
public final class ReadableByAll {
  private static final int OTHERS_READ = 6;

  private ReadableByAll() {}

  /**
   * What to tell the operator, in both languages, with the command that mends it; empty if there is
   * nothing to tell.
   *
   * @param permissions of the file as {@code ls} shows them: {@code rw-r-----}
   */
  public static Optional<String> warning(String file, String permissions) {
    return permissions.charAt(OTHERS_READ) == 'r'
        ? Optional.of(
            "本机任何用户都能读取 %1$s 中的密码或注册码:请执行 chmod o= %1$s,并更换密码 / every user of this machine can read the password or enrolment code in %1$s: chmod o= %1$s, and change it"
                .formatted(file))
        : Optional.empty();
  }
}
