package io.waitroom.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
  @Test
  void fill_text_isEscapedForContentAndAttributes() {
    Template template = Template.of("<a title=\"{{title}}\">{{text}}</a>");

    Markup html = template.fill(Map.of("title", "\" onclick=\"x", "text", "<b>'&amp;'</b>"));

    assertThat(html.html())
        .isEqualTo(
            "<a title=\"&quot; onclick=&quot;x\">&lt;b&gt;&#39;&amp;amp;&#39;&lt;/b&gt;</a>");
  }

  @Test
  void fill_markup_goesInAsItIs() {
    assertThat(Template.of("{{a}}{{b}}").fill(Map.of("a", new Markup("<hr>"), "b", 7)).html())
        .isEqualTo("<hr>7");
  }

  @Test
  void fill_valueThatLooksLikeAPlace_isNotFilledAgain() {
    assertThat(Template.of("{{a}}").fill(Map.of("a", "{{b}}", "b", "secret")).html())
        .isEqualTo("{{b}}");
  }

  @Test
  void fill_placeWithoutValue_isRefused() {
    assertThatThrownBy(() -> Template.of("x{{some.place}}").fill(Map.of("other", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("some.place");
  }

  @Test
  void ofFile_missing_isRefused() {
    assertThatThrownBy(() -> Template.ofFile("nope.html"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nope.html");
  }
}
