package org.shanmen.central.web;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void wholeCharactersCanBeStoredHalvesAndNulCannot() {
    assertThat(Texts.storable("山门 😀 \t\n")).isTrue();
    assertThat(Texts.storable("a\0b")).isFalse();
    assertThat(Texts.storable("\ud83d")).isFalse();
    assertThat(Texts.storable("\ude00\ud83d")).isFalse();
  }

  @Property
  void whatSurvivesUtf8CanBeStored(@ForAll String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    boolean survives = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).equals(text);
    assertThat(Texts.storable(text)).isEqualTo(survives && text.indexOf('\0') < 0);
  }
}
