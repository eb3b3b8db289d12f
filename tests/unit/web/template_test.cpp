#include "web/template.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "web/files.hpp"

namespace dunlin::web {
namespace {

TEST(Template, EscapesTextInsideAndOutsideOfAttributes) {
  Data data;
  data.set("x", R"(<a href="b" title='c'>&</a>)");
  EXPECT_EQ(fill("<p title=\"{{x}}\">", data, words_in("en")),
            "<p title=\"&lt;a href=&quot;b&quot; title=&#39;c&#39;&gt;&amp;&lt;/a&gt;\">");
}

TEST(Template, LeavesSafeHtmlAsItIs) {
  Data data;
  data.set("x", SafeHtml::trusted("<b>&amp;</b>"));
  EXPECT_EQ(fill("{{x}}", data, words_in("en")), "<b>&amp;</b>");
}

TEST(Template, DoesNotReadValuesAsTemplates) {
  Data data;
  data.set("x", "{{secret}}").set("secret", "s");
  EXPECT_EQ(fill("{{x}}", data, words_in("en")), "{{secret}}");
}

TEST(Template, ShowsASectionOnlyWhenItsNameHolds) {
  Data data;
  data.set("yes", true).set("no", false).set("empty", "").set("text", "t").set("list", std::vector<Data>{});
  EXPECT_EQ(fill("{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{#empty}}3{{/empty}}{{#text}}4{{/text}}{{#list}}5{{/list}}", data,
                 words_in("en")),
            "14");
  EXPECT_EQ(fill("{{^yes}}1{{/yes}}{{^no}}2{{/no}}{{^empty}}3{{/empty}}{{^text}}4{{/text}}{{^list}}5{{/list}}", data,
                 words_in("en")),
            "235");
  EXPECT_EQ(fill("{{#unknown}}1{{/unknown}}{{^unknown}}2{{/unknown}}", data, words_in("en")), "2");
}

TEST(Template, RepeatsASectionForEachOfAListAndLooksInsideFirst) {
  std::vector<Data> list(2);
  list[0].set("name", "a").set("mark", true);
  list[1].set("name", "b").set("mark", false);
  Data data;
  data.set("list", std::move(list)).set("name", "outer").set("other", "o");
  EXPECT_EQ(fill("{{#list}}{{name}}{{#mark}}!{{/mark}}{{other}} {{/list}}{{name}}", data, words_in("en")),
            "a!o bo outer");
}

TEST(Template, SkipsHiddenSectionsWithoutAskingForTheirValues) {
  EXPECT_EQ(fill("{{#a}}{{missing}}{{#b}}{{alsomissing}}{{/b}}{{/a}}x", Data{}, words_in("en")), "x");
}

TEST(Template, SaysWhenItDoesNotFitTogether) {
  EXPECT_THROW(fill("{{missing}}", Data{}, words_in("en")), std::logic_error);
  EXPECT_THROW(fill("{{#a}}", Data{}, words_in("en")), std::logic_error);
  EXPECT_THROW(fill("{{/a}}", Data{}, words_in("en")), std::logic_error);
  EXPECT_THROW(fill("{{a", Data{}, words_in("en")), std::logic_error);
}

TEST(Template, FilesHoldNoScriptAndNoInlineStyle) {
  int templates = 0;
  for (auto const& file : files()) {
    if (!file.name.starts_with("templates/")) continue;
    ++templates;
    EXPECT_EQ(file.bytes.find("<script"), file.bytes.npos) << file.name;
    EXPECT_EQ(file.bytes.find("style="), file.bytes.npos) << file.name;
    EXPECT_EQ(file.bytes.find("<style"), file.bytes.npos) << file.name;
  }
  EXPECT_GT(templates, 8);
}

}  // namespace
}  // namespace dunlin::web
