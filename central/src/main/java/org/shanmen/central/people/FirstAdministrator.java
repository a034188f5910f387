package org.shanmen.central.people;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.PeopleStore.NewPerson;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Role;

/** The user who lets the others in: made when there is no user at all. */
public final class FirstAdministrator {
  /** The login name. */
  public static final String NAME = "admin";

  /** In the data directory, readable by its owner only; holds a password that was drawn. */
  public static final String FILE = "first-administrator.txt";

  // 20 of 54 letters and digits that cannot be mistaken for each other: 115 bits.
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 20;

  private FirstAdministrator() {}

  /**
   * Makes the first administrator if there is no user yet. Blocks.
   *
   * @param configured the password from the configuration; drawn if empty
   * @return the password, if one was drawn
   * @throws IOException if it cannot be written down; there is then still no user
   */
  public static Optional<String> ensure(
      Database database, InstantSource clock, Path dataDirectory, Optional<String> configured)
      throws IOException {
    var store = new PeopleStore(clock);
    if (!database.query(store::isEmpty)) {
      return Optional.empty();
    }
    String password = configured.orElseGet(FirstAdministrator::draw);
    if (configured.isEmpty()) {
      writeDown(dataDirectory.resolve(FILE), password);
    }
    String hash = new Passwords().hash(password);
    database.transact(
        tx -> {
          store.add(
              tx,
              new NewPerson(
                  NAME,
                  "管理员 Administrator",
                  hash,
                  Set.of(Role.ADMIN.text()),
                  Set.of(),
                  "zh",
                  false,
                  false));
          new Audit(clock).write(tx, Actor.SYSTEM, "user.create", NAME, "first administrator");
          return null;
        });
    return configured.isEmpty() ? Optional.of(password) : Optional.empty();
  }

  private static void writeDown(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, NAME + " " + password + "\n", StandardOpenOption.WRITE);
  }

  private static String draw() {
    return new SecureRandom()
        .ints(LENGTH, 0, LETTERS.length())
        .collect(
            StringBuilder::new,
            (text, index) -> text.append(LETTERS.charAt(index)),
            StringBuilder::append)
        .toString();
  }
}
