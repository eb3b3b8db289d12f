#include "dunlin/platform/http/params.hpp"

#include <gtest/gtest.h>

#include "dunlin/base/refusal.hpp"

namespace dunlin::http {
namespace {

constexpr auto form = "application/x-www-form-urlencoded";
constexpr auto json = "application/json";
constexpr auto multipart = "multipart/form-data; boundary=XYZ";

/// The tree as compact text: {a:x,b:[1,2]}, files as <name|type|bytes>.
std::string show(Params const& at) {
  switch (at.kind()) {
    case Params::Kind::absent:
      return "-";
    case Params::Kind::null:
      return "null";
    case Params::Kind::file:
      return "<" + at.file()->name + "|" + at.file()->type + "|" + std::string(at.file()->bytes) + ">";
    case Params::Kind::list:
    case Params::Kind::map: {
      std::string out = "[";
      for (auto const* item : at.items()) out += (out.size() > 1 ? "," : "") + (item == &at ? "{}" : show(*item));
      return out + "]";
    }
    default:
      return *at.text();
  }
}

Refusal::Kind refusal_of(std::string_view query, std::string_view type, std::string_view body) {
  try {
    read_params(query, type, body);
  } catch (Refusal const& refusal) {
    return refusal.kind;
  }
  ADD_FAILURE() << "was accepted: " << query << " / " << body.substr(0, 80);
  return Refusal::Kind::unavailable;
}

TEST(Params, OfAnEmptyRequestAreAllAbsent) {
  auto const params = read_params("", "", "");
  EXPECT_TRUE(params["anything"].absent());
  EXPECT_FALSE(params.has("anything"));
  EXPECT_EQ(params.text("anything"), std::nullopt);
  EXPECT_EQ(params.flag("anything"), std::nullopt);
  EXPECT_EQ(params.integer("anything"), std::nullopt);
  EXPECT_TRUE(params.items("anything").empty());
  EXPECT_TRUE(params["a"]["b"]["c"].absent());
}

TEST(Params, AreReadFromAllThreeBodyForms) {
  auto const parts =
      "--XYZ\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nhello \xC3\xA9\r\n"
      "--XYZ\r\nContent-Disposition: form-data; name=\"media_ids[]\"\r\n\r\n1\r\n"
      "--XYZ\r\nContent-Disposition: form-data; name=\"media_ids[]\"\r\n\r\n2\r\n--XYZ--\r\n";
  for (auto const& params :
       {read_params("", form, "status=hello+%C3%A9&media_ids[]=1&media_ids%5B%5D=2"),
        read_params("", json, R"({"status":"hello é","media_ids":["1",2]})"),
        read_params("", "application/json; charset=utf-8", R"({"status":"hello é","media_ids":[1,2]})"),
        read_params("status=hello%20%C3%A9&media_ids[]=1&media_ids[]=2", "", ""), read_params("", multipart, parts)}) {
    EXPECT_EQ(params.text("status"), "hello \xC3\xA9");
    EXPECT_EQ(params.texts("media_ids"), (std::vector<std::string>{"1", "2"}));
  }
}

TEST(Params, OfQueryAndBodyAreMergedForEveryVerb) {
  auto const params = read_params("a=1&both=query", json, R"({"b":2,"both":"body"})");
  EXPECT_EQ(params.text("a"), "1");
  EXPECT_EQ(params.text("b"), "2");
  EXPECT_EQ(params.text("both"), "query");
}

TEST(Params, TakeNestedKeys) {
  auto const params = read_params("", form, "source[privacy]=private&a[b][c]=deep&a[b][d]=too");
  EXPECT_EQ(params["source"].text("privacy"), "private");
  EXPECT_EQ(params["a"]["b"].text("c"), "deep");
  EXPECT_EQ(params["a"]["b"].text("d"), "too");
}

TEST(Params, TakeProfileFieldsInEveryFormClientsSend) {
  auto const indexed_form =
      "fields_attributes[0][name]=n1&fields_attributes[0][value]=v1&fields_attributes[1][name]=n2&fields_attributes[1]["
      "value]=v2";
  auto const indexed_parts =
      "--XYZ\r\nContent-Disposition: form-data; name=\"fields_attributes[0][name]\"\r\n\r\nn1\r\n"
      "--XYZ\r\nContent-Disposition: form-data; name=\"fields_attributes[0][value]\"\r\n\r\nv1\r\n"
      "--XYZ\r\nContent-Disposition: form-data; name=\"fields_attributes[1][name]\"\r\n\r\nn2\r\n"
      "--XYZ\r\nContent-Disposition: form-data; name=\"fields_attributes[1][value]\"\r\n\r\nv2\r\n--XYZ--";
  for (auto const& params :
       {read_params("", form, indexed_form), read_params("", multipart, indexed_parts),
        read_params("", json, R"({"fields_attributes":[{"name":"n1","value":"v1"},{"name":"n2","value":"v2"}]})"),
        read_params("", json,
                    R"({"fields_attributes":{"1":{"name":"n2","value":"v2"},"0":{"name":"n1","value":"v1"}}})"),
        read_params("", form,
                    "fields_attributes[][name]=n1&fields_attributes[][value]=v1&fields_attributes[][name]=n2&fields_"
                    "attributes[][value]=v2")}) {
    auto const fields = params.items("fields_attributes");
    ASSERT_EQ(fields.size(), 2U);
    EXPECT_EQ(fields[0]->text("name"), "n1");
    EXPECT_EQ(fields[0]->text("value"), "v1");
    EXPECT_EQ(fields[1]->text("name"), "n2");
    EXPECT_EQ(fields[1]->text("value"), "v2");
  }
}

TEST(Params, OrderIndexedKeysAsNumbers) {
  EXPECT_EQ(read_params("a[10]=k&a[2]=c&a[0]=a", "", "").texts("a"), (std::vector<std::string>{"a", "c", "k"}));
}

TEST(Params, OfASingleValueReadAsAListOfOne) {
  EXPECT_EQ(read_params("types=mention", "", "").texts("types"), (std::vector<std::string>{"mention"}));
  EXPECT_EQ(read_params("", json, R"({"id":7})").texts("id"), (std::vector<std::string>{"7"}));
  EXPECT_TRUE(read_params("types=", "", "").items("types").empty());
  EXPECT_TRUE(read_params("", json, R"({"types":null})").items("types").empty());
  EXPECT_TRUE(read_params("", json, R"({"types":{}})").items("types").empty());
}

TEST(Params, ReadFlagsAsClientsWriteThem) {
  for (auto const* no : {"false", "0", "f", "F", "FALSE", "off", "OFF"})
    EXPECT_EQ(read_params("x=" + std::string(no), "", "").flag("x"), false) << no;
  for (auto const* yes : {"true", "1", "t", "on", "yes", "anything"})
    EXPECT_EQ(read_params("x=" + std::string(yes), "", "").flag("x"), true) << yes;
  EXPECT_EQ(read_params("x=", "", "").flag("x"), std::nullopt);
  EXPECT_EQ(read_params("x", "", "").flag("x"), std::nullopt);
  auto const params = read_params("", json, R"({"a":false,"b":true,"c":0,"d":1,"e":null,"f":""})");
  EXPECT_EQ(params.flag("a"), false);
  EXPECT_EQ(params.flag("b"), true);
  EXPECT_EQ(params.flag("c"), false);
  EXPECT_EQ(params.flag("d"), true);
  EXPECT_EQ(params.flag("e"), std::nullopt);
  EXPECT_EQ(params.flag("f"), std::nullopt);
}

TEST(Params, ReadWholeNumbersOnly) {
  auto const params = read_params(
      "", json, R"({"a":20,"b":"20","c":-5,"d":20.0,"e":20.5,"f":"x","g":"20.0","i":99999999999999999999,"j":true})");
  EXPECT_EQ(params.integer("a"), 20);
  EXPECT_EQ(params.integer("b"), 20);
  EXPECT_EQ(params.integer("c"), -5);
  EXPECT_EQ(params.integer("d"), 20);
  for (auto const* none : {"e", "f", "g", "i", "j"}) EXPECT_EQ(params.integer(none), std::nullopt) << none;
}

TEST(Params, TellAnEmptyTextFromNothing) {
  auto const params = read_params("", form, "expires_in=&other");
  EXPECT_TRUE(params.has("expires_in"));
  EXPECT_EQ(params.text("expires_in"), "");
  EXPECT_TRUE(params["expires_in"].blank());
  EXPECT_EQ(params["other"].kind(), Params::Kind::null);
}

TEST(Params, HoldUploadedFilesWithAllTheirBytes) {
  std::string const bytes("\x89PNG\r\n\x1a\n\0\xFF--XY\r\n", 17);
  // The file is a view into the body.
  auto const body =
      "preamble\r\n--X Y\r\ncontent-disposition: form-data; filename=\"a\\\"b;c.png\"; name=file\r\nContent-Type: "
      "image/png\r\n\r\n" +
      bytes + "\r\n--X Y\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n\r\n--X Y--\r\nepilogue";
  auto const params = read_params("", "multipart/form-data; charset=utf-8; boundary=\"X Y\"", body);
  ASSERT_NE(params["file"].file(), nullptr);
  EXPECT_EQ(params["file"].file()->name, "a\"b;c.png");
  EXPECT_EQ(params["file"].file()->type, "image/png");
  EXPECT_EQ(params["file"].file()->bytes, bytes);
  EXPECT_EQ(params.text("description"), "");
  EXPECT_EQ(params.text("file"), std::nullopt);
}

TEST(Params, LeaveOutAFileFieldThatTheBrowserLeftEmpty) {
  auto const params = read_params("", multipart,
                                  "--XYZ\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"\"\r\n"
                                  "Content-Type: application/octet-stream\r\n\r\n\r\n--XYZ--\r\n");
  EXPECT_TRUE(params["avatar"].absent());
}

TEST(Params, TakeTheLaterOfTwoValuesAndShapes) {
  EXPECT_EQ(read_params("a=1&a=2", "", "").text("a"), "2");
  EXPECT_EQ(read_params("a=1&a[b]=2", "", "")["a"].text("b"), "2");
  EXPECT_EQ(read_params("a[b]=2&a=1", "", "").text("a"), "1");
  EXPECT_EQ(read_params("", json, R"({"a":{"x":1},"a":"2"})").text("a"), "2");
}

TEST(Params, KeepKeysWithUnevenBracketsAsTheyAre) {
  for (auto const* key : {"a[b", "a]b", "[a]", "a[b]c", "a[b]c]"})
    EXPECT_EQ(read_params(std::string(key) + "=1", "", "").text(key), "1") << key;
}

TEST(Params, AcceptABodyOfBlanksOrNullAsNoParameters) {
  EXPECT_TRUE(read_params("", json, " \n")["a"].absent());
  EXPECT_TRUE(read_params("", json, "null")["a"].absent());
}

TEST(Params, AreRefusedWhenBroken) {
  struct Case {
    std::string_view query, type, body;
  };
  for (auto const& [query, type, body] : std::vector<Case>{
           {"", json, "{"},
           {"", json, "{\"a\":1}}"},
           {"", json, "[1]"},
           {"", json, "\"text\""},
           {"", json, "{\"a\":\"\xFF\"}"},
           {"", json, "{\"a\":\"\\ud800\"}"},
           {"", json, "{\"a\":\"\\u0000\"}"},
           {"", json, "{\"a\\u0000\":1}"},
           {"", form, "a=%"},
           {"", form, "a=%4"},
           {"", form, "a=%zz"},
           {"", form, "a=%00"},
           {"", form, "a=%ff"},
           {"a=%ED%A0%80", "", ""},
           {"%C0%80=1", "", ""},
           {"", "multipart/form-data", "--XYZ--"},
           {"", multipart, "nothing"},
           {"", multipart, "--XYZ\r\n"},
           {"", multipart, "--XYZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"},
           {"", multipart, "--XYZ\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XYZ--"},
           {"", multipart, "--XYZ\r\nX\r\n\r\n1\r\n--XYZ--"},
           {"", multipart, "--XYZ\r\n\r\n1\r\n--XYZ--"},
           {"", multipart, "--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\n\xFE\r\n--XYZ--"},
       })
    EXPECT_EQ(refusal_of(query, type, body), Refusal::Kind::bad_request) << query << type << body;
}

TEST(Params, AreRefusedInOtherMediaTypes) {
  EXPECT_EQ(refusal_of("", "text/plain", "a=1"), Refusal::Kind::unsupported_media);
  EXPECT_EQ(refusal_of("", "application/xml", "<a/>"), Refusal::Kind::unsupported_media);
  EXPECT_NO_THROW(read_params("a=1", "text/plain", ""));
}

TEST(Params, AreRefusedBeyondTheirLimits) {
  std::string many = "a[]=1", deep_key = "a", deep_json, deep_list = "{\"a\":";
  for (int i = 0; i < 2000; ++i) many += "&a[]=1";
  for (int i = 0; i < 70; ++i) deep_key += "[x]";
  for (int i = 0; i < 70; ++i) deep_json += "{\"a\":";
  for (int i = 0; i < 100'000; ++i) deep_list += "[";
  EXPECT_EQ(refusal_of(many, "", ""), Refusal::Kind::too_large);
  EXPECT_EQ(refusal_of(deep_key + "=1", "", ""), Refusal::Kind::too_large);
  EXPECT_EQ(refusal_of("", json, deep_json), Refusal::Kind::too_large);
  EXPECT_EQ(refusal_of("", json, deep_list), Refusal::Kind::too_large);
  std::string numbers = "{\"a\":[1";
  for (int i = 0; i < 2000; ++i) numbers += ",1";
  EXPECT_EQ(refusal_of("", json, numbers + "]}"), Refusal::Kind::too_large);
}

TEST(Params, CanBeMadeByHand) {
  Params params;
  params.set("a[b][]", "1");
  params.set("a[b][]", "2");
  params.set("c", "x");
  params.set("c", "y");
  params.set_file("f[0]", {"n", "t", "bytes"});
  EXPECT_EQ(show(params["a"]["b"]), "[1,2]");
  EXPECT_EQ(params.text("c"), "y");
  EXPECT_EQ(show(params["f"]), "[<n|t|bytes>]");
}

}  // namespace
}  // namespace dunlin::http
