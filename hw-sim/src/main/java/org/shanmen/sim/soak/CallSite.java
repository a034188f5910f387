package org.shanmen.sim.soak;

/** Tells at which place of the gate's code an operation was asked for. */
final class CallSite {
  private static final String GATE = "org.shanmen.gate.";

  private CallSite() {}

  /** Such as {@code SegmentStore.preallocate}; the file classes that all use are not named. */
  static String here() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getClassName().startsWith(GATE))
                    .filter(frame -> !isPlumbing(frame.getClassName()))
                    .findFirst()
                    .map(CallSite::place)
                    .orElse("nobody's"));
  }

  private static boolean isPlumbing(String type) {
    return type.contains("InPlaceFile")
        || type.contains("DurableFile")
        || type.contains("SealedFile")
        || type.contains("SegmentFile");
  }

  private static String place(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
  }
}
