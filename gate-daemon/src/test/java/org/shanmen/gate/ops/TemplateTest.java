package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.protocol.Decoded;

class TemplateTest {
  private static final Set<String> KNOWN = Set.of("name", "left");

  @Test
  void aPlaceholderTakesItsValue() {
    assertThat(rendered("{name} 剩余{left}次", Map.of("name", "次卡", "left", "3")))
        .isEqualTo("次卡 剩余3次");
  }

  @Test
  void whatStandsInBracketsGoesWithItsPlaceholder() {
    assertThat(rendered("[{name} ][剩余{left}次 ]请通行", Map.of("name", "次卡"))).isEqualTo("次卡 请通行");
    assertThat(rendered("[{name} ][剩余{left}次 ]请通行", Map.of("left", "3"))).isEqualTo("剩余3次 请通行");
    assertThat(rendered("[{name}{left}]请通行", Map.of("left", "3"))).isEqualTo("请通行");
    assertThat(rendered("[always]", Map.of())).isEqualTo("always");
  }

  @Test
  void aPlaceholderOutsideOfBracketsWithoutAValueLeavesNothing() {
    assertThat(rendered("{name} please pass", Map.of())).isEqualTo("please pass");
  }

  @ParameterizedTest
  @CsvSource({
    "{nam},expected one of",
    "{name,expected a }",
    "name},expected a {",
    "[{name},expected a ]",
    "a[b[c]],expected brackets",
    "a]b,expected brackets"
  })
  void aBadTemplateSaysWhatWasExpected(String text, String why) {
    assertThat(Template.parse(text, KNOWN))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, malformed -> assertThat(malformed.why()).startsWith(why));
  }

  @Test
  void aTextIsAtMostTwoHundredCharactersLong() {
    assertThat(Template.parse("x".repeat(Template.LONGEST_CHARACTERS), KNOWN))
        .isInstanceOf(Decoded.Ok.class);
    assertThat(Template.parse("x".repeat(Template.LONGEST_CHARACTERS + 1), KNOWN))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Property
  void everyTextIsATemplateOrAMistake(
      @ForAll @CharRange(from = 'X', to = '}') @StringLength(max = 40) String text) {
    if (Template.parse(text, KNOWN) instanceof Decoded.Ok<Template> template) {
      assertThat(template.value().render(Map.of())).doesNotContain("{", "}", "[", "]");
    }
  }

  private static String rendered(String text, Map<String, String> values) {
    return ((Decoded.Ok<Template>) Template.parse(text, KNOWN)).value().render(values);
  }
}
