package org.shanmen.sim.crowd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A day's visitors: who comes when to which gate, with what in hand.
 *
 * <p>The kinds of tickets are dealt from a deck with fixed shares, not drawn one by one, so that
 * even a crowd of forty has one of each kind in it.
 */
public final class Crowd {
  /** The largest group. */
  public static final int MAX_GROUP = 6;

  /** Of the holders of count cards, one in so many changes his mind under the arm. */
  private static final int ONE_TURNS_BACK_OF = 10;

  /**
   * A gate that people come to.
   *
   * @param code such as N1
   * @param everyTicketHolds whether tickets for the main area hold here too; the other gates are
   *     where a holder of such a ticket is in the wrong place
   */
  public record Entrance(String code, boolean everyTicketHolds) {}

  /** The way out of the main area; nobody comes in there. */
  public static final String EXIT = "X1";

  private Crowd() {}

  /**
   * Plans a crowd.
   *
   * @param people how many come in all, groups counted by heads; 1 or more
   * @param entrances at least one
   * @return the parties in the order of their arrival; their people are {@code people} in all
   */
  public static List<Visit> plan(
      int people, HourlyProfile profile, List<Entrance> entrances, long seed) {
    if (people < 1 || entrances.isEmpty()) {
      throw new IllegalArgumentException(people + " people at " + entrances.size() + " gates");
    }
    var random = new Random(seed);
    List<Integer> sizes = new ArrayList<>();
    List<Holding> holdings = holdings(people, entrances, sizes, random);
    List<Duration> arrivals = profile.arrivals(holdings.size(), random);
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < holdings.size(); i++) {
      visits.add(
          visit(i, arrivals.get(i), holdings.get(i), sizes.get(i), visits, entrances, random));
    }
    return List.copyOf(visits);
  }

  private static Visit visit(
      int index,
      Duration arrival,
      Holding holding,
      int size,
      List<Visit> earlier,
      List<Entrance> entrances,
      Random random) {
    String gate = gate(holding, entrances, random);
    Shown shown = shown(holding, random);
    OptionalInt copyOf = OptionalInt.empty();
    if (holding.isShownAgain()) {
      List<Visit> candidates = originals(holding, earlier);
      Visit original = candidates.get(random.nextInt(candidates.size()));
      shown = original.shown();
      copyOf = OptionalInt.of(original.number());
    }
    boolean turnsBack = holding == Holding.COUNT_CARD && random.nextInt(ONE_TURNS_BACK_OF) == 0;
    return new Visit(
        index + 1, arrival, gate, size, holding, shown, copyOf, turnsBack, Optional.empty());
  }

  private static String gate(Holding holding, List<Entrance> entrances, Random random) {
    if (holding == Holding.LEAVING) {
      return EXIT;
    }
    List<Entrance> open =
        entrances.stream()
            .filter(entrance -> holding != Holding.WRONG_AREA || !entrance.everyTicketHolds())
            .filter(entrance -> !holding.isOfTheMainArea() || entrance.everyTicketHolds())
            .toList();
    return open.get(random.nextInt(open.size())).code();
  }

  /** Visits whose tickets can be shown again, not yet copied: one friend a ticket. */
  private static List<Visit> originals(Holding holding, List<Visit> earlier) {
    Holding wanted = holding.original().orElseThrow();
    return earlier.stream()
        .filter(visit -> visit.holding() == wanted)
        .filter(
            visit ->
                earlier.stream()
                    .noneMatch(other -> other.copyOf().equals(OptionalInt.of(visit.number()))))
        .toList();
  }

  private static Shown shown(Holding holding, Random random) {
    int draw = random.nextInt(10);
    return switch (holding) {
      case COUNT_CARD -> draw < 7 ? Shown.CARD : Shown.QR;
      case PERIOD_PASS, SEASON_PASS, ANNUAL_PASS -> draw < 6 ? Shown.FACE : Shown.CARD;
      case RESIDENT -> draw < 5 ? Shown.ID_CARD : Shown.CARD;
      case TWO_TICKETS, STAFF, STORED_VALUE, EMPTY_CARD, FOUND_CARD, BLOCKED_CARD -> Shown.CARD;
      case UNKNOWN -> draw < 6 ? Shown.QR : draw < 8 ? Shown.CARD : Shown.FACE;
      default -> Shown.QR;
    };
  }

  /**
   * Deals holdings and the sizes of their parties until all people have come; a ticket that is
   * shown again always lies behind one that it can be a copy of.
   */
  private static List<Holding> holdings(
      int people, List<Entrance> entrances, List<Integer> sizes, Random random) {
    boolean wrongPlaces = entrances.stream().anyMatch(entrance -> !entrance.everyTicketHolds());
    boolean mainArea = entrances.stream().anyMatch(Entrance::everyTicketHolds);
    var deck = new Deck();
    List<Holding> holdings = new ArrayList<>();
    int left = people;
    while (left > 0) {
      Holding holding = deck.deal();
      if ((holding == Holding.WRONG_AREA && !wrongPlaces)
          || (holding.isOfTheMainArea() && !mainArea)) {
        holding = Holding.SINGLE;
      }
      int size = 1;
      if (holding == Holding.GROUP) {
        size = Math.min(left, 2 + random.nextInt(MAX_GROUP - 1));
        holding = size == 1 ? Holding.SINGLE : holding;
      }
      holdings.add(holding);
      left -= size;
      sizes.add(size);
    }
    Collections.shuffle(holdings, random);
    putOriginalsFirst(holdings);
    return alignSizes(holdings, sizes);
  }

  /** After the shuffle: hands the groups' sizes out to where the groups now stand. */
  private static List<Holding> alignSizes(List<Holding> holdings, List<Integer> sizes) {
    List<Integer> groups = new ArrayList<>(sizes.stream().filter(size -> size > 1).toList());
    for (int i = 0; i < holdings.size(); i++) {
      sizes.set(i, holdings.get(i) == Holding.GROUP ? groups.remove(groups.size() - 1) : 1);
    }
    return holdings;
  }

  /** Moves tickets shown again behind originals enough for all of them. */
  private static void putOriginalsFirst(List<Holding> holdings) {
    for (Holding again :
        List.of(Holding.USED, Holding.LENT, Holding.HANDED_BACK, Holding.SECOND_TODAY)) {
      putOriginalsFirst(holdings, again);
    }
    putInOrder(holdings, List.of(Holding.SEASON_PASS, Holding.LEAVING, Holding.RETURNING));
  }

  private static void putOriginalsFirst(List<Holding> holdings, Holding again) {
    Holding original = again.original().orElseThrow();
    int originals = 0;
    for (int i = 0; i < holdings.size(); i++) {
      if (holdings.get(i) == original) {
        originals++;
      } else if (holdings.get(i) == again && originals > 0) {
        originals--;
      } else if (holdings.get(i) == again) {
        int later = i + holdings.subList(i, holdings.size()).indexOf(original);
        if (later > i) {
          Collections.swap(holdings, i, later);
          originals = 1;
        } else {
          holdings.set(i, Holding.UNKNOWN);
        }
      }
    }
  }

  /** Whoever comes back has left before, and whoever leaves has come: one row of each kind. */
  private static void putInOrder(List<Holding> holdings, List<Holding> chain) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < holdings.size(); i++) {
      if (chain.contains(holdings.get(i))) {
        places.add(i);
      }
    }
    List<Holding> inOrder = new ArrayList<>();
    long most = places.size();
    for (Holding kind : chain) {
      long count = Math.min(most, holdings.stream().filter(each -> each == kind).count());
      inOrder.addAll(Collections.nCopies((int) count, kind));
      most = count;
    }
    for (int i = 0; i < places.size(); i++) {
      holdings.set(places.get(i), i < inOrder.size() ? inOrder.get(i) : Holding.SINGLE);
    }
  }
}
