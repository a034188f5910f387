package org.shanmen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class SipHashTest {
  /** Appendix A of the paper. */
  @Test
  void speaksTheExampleOfItsAuthors() {
    byte[] key = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    byte[] rest = HexFormat.of().parseHex("0102030405060708090a0b0c0d0e");
    assertThat(new SipHash(key).of((byte) 0, rest)).isEqualTo(0xa129ca6149be45e5L);
  }

  /** Under these a park's codes stand in whitelists since before this was our own. */
  @Property(tries = 300)
  void isThatOfBouncyCastle(
      @ForAll @Size(SipHash.KEY_BYTES) byte[] key, @ForAll @Size(min = 1, max = 70) byte[] text) {
    var theirs = new org.bouncycastle.crypto.macs.SipHash();
    theirs.init(new KeyParameter(key));
    theirs.update(text, 0, text.length);

    assertThat(new SipHash(key).of(text[0], Arrays.copyOfRange(text, 1, text.length)))
        .isEqualTo(theirs.doFinal());
  }
}
