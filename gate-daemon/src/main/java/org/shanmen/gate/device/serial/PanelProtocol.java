package org.shanmen.gate.device.serial;

/** How a panel is told what to show. */
public sealed interface PanelProtocol {
  /** Frames that begin with DA, see {@link PanelFrame}. Such a panel answers nothing. */
  record Da() implements PanelProtocol {
    @Override
    public byte[] show(String text) {
      return PanelFrame.show(text);
    }

    @Override
    public boolean answers() {
      return false;
    }
  }

  /**
   * An Onbon BX-5K controller, see {@link Bx5kFrame}.
   *
   * @param width of the text's area in pixels, a multiple of 8
   * @param height of the text's area in pixels
   * @param answers whether its TX is wired, so that it can be asked how it is
   */
  record Bx5k(int width, int height, boolean answers) implements PanelProtocol {
    @Override
    public byte[] show(String text) {
      return Bx5kFrame.show(text, width, height, answers);
    }
  }

  /** The frame that shows one line of text. */
  byte[] show(String text);

  /** Whether the panel answers texts and pings of {@link Bx5kFrame}. */
  boolean answers();
}
