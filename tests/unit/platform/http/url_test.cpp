#include "dunlin/platform/http/url.hpp"

#include <gtest/gtest.h>

namespace dunlin::http {
namespace {

TEST(Url, IsTakenApart) {
  auto const url = parse_url("HTTPS://Example.COM:8443/A/b?C=d#frag");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "example.com");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->target, "/A/b?C=d");
  EXPECT_EQ(url->authority(), "example.com:8443");
  EXPECT_EQ(url->text(), "https://example.com:8443/A/b?C=d");
  EXPECT_FALSE(url->is_address());
}

TEST(Url, FillsInWhatIsLeftOut) {
  struct Case {
    char const *text, *whole;
  };
  for (auto const& [text, whole] : {Case{"http://a.example", "http://a.example/"},
                                    {"http://a.example:80/", "http://a.example/"},
                                    {"https://a.example:443?x", "https://a.example/?x"},
                                    {"https://a.example:80/", "https://a.example:80/"},
                                    {"https://a.example#x", "https://a.example/"},
                                    {"https://[2001:DB8::1]:8080/x", "https://[2001:db8::1]:8080/x"},
                                    {"https://192.0.2.1/x", "https://192.0.2.1/x"},
                                    {"https://b\xC3\xBC"
                                     "cher.example/\xC3\xA9 x?\xC3\xA9",
                                     "https://xn--bcher-kva.example/%C3%A9%20x?%C3%A9"},
                                    {"https://B\xC3\x9C"
                                     "CHER.example/",
                                     "https://xn--bcher-kva.example/"},
                                    {"https://a_b.example/~x/%2F/../y", "https://a_b.example/~x/%2F/../y"}}) {
    auto const url = parse_url(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->text(), whole);
  }
  EXPECT_TRUE(parse_url("https://[::1]/")->is_address());
  EXPECT_TRUE(parse_url("https://127.0.0.1/")->is_address());
}

TEST(Url, IsRefusedWhenItCouldMeanSomethingElse) {
  for (std::string const text : {"",
                                 "a.example",
                                 "/path",
                                 "//a.example/",
                                 "ftp://a.example/",
                                 "javascript:alert(1)",
                                 "https:/a.example",
                                 "https:///x",
                                 "https://",
                                 "https://user@a.example/",
                                 "https://user:pass@a.example/",
                                 "https://a.example\\@b/",
                                 "https://a.example/\\x",
                                 "https://a.example/\nx",
                                 "https://a.example/\x7F",
                                 "https://a.example/\xFF",
                                 "https://a example/",
                                 "https://a%2eexample/",
                                 "https://a.example:0/",
                                 "https://a.example:65536/",
                                 "https://a.example:/",
                                 "https://a.example:+80/",
                                 "https://a.example:8x/",
                                 "https://.a.example/",
                                 "https://a..example/",
                                 "https://a.example./",
                                 "https://2130706433/",
                                 "https://127.1/",
                                 "https://0x7f000001/",
                                 "https://0x7f.1/",
                                 "https://127.0.0.1.1/",
                                 "https://256.1.1.1/",
                                 "https://01.02.03.04/",
                                 "https://[::1/",
                                 "https://::1/",
                                 "https://[127.0.0.1]/",
                                 "https://[fe80::1%25eth0]/",
                                 "https://a.example@[::1]/",
                                 "https://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.1/",
                                 " https://a.example/"})
    EXPECT_FALSE(parse_url(text)) << text;
  EXPECT_FALSE(parse_url(std::string("https://a.example/\0x", 20)));
  EXPECT_TRUE(parse_url("https://a.example/" + std::string(most_url_bytes - 18, 'x')));
  EXPECT_FALSE(parse_url("https://a.example/" + std::string(most_url_bytes - 17, 'x')));
  EXPECT_FALSE(parse_url("https://" + std::string(64, 'x') + ".example/"));
}

TEST(Url, ResolvesReferencesAsBrowsersDo) {
  auto const base = *parse_url("http://a/b/c/d;p?q");
  struct Case {
    char const *reference, *whole;
  };
  // RFC 3986, section 5.4.
  for (auto const& [reference, whole] :
       {Case{"g", "http://a/b/c/g"},  {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},    {"/g", "http://a/g"},
        {"//g", "http://g/"},         {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},  {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},    {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},   {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},      {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},     {"../..", "http://a/"},
        {"../../../g", "http://a/g"}, {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},      {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"}, {"https://x.example/y", "https://x.example/y"}}) {
    auto const url = resolve_url(base, reference);
    ASSERT_TRUE(url) << reference;
    EXPECT_EQ(url->text(), whole) << reference;
  }
  EXPECT_FALSE(resolve_url(base, "ftp://x.example/"));
  EXPECT_FALSE(resolve_url(base, "javascript:alert(1)"));
  EXPECT_FALSE(resolve_url(base, "https://user@x.example/"));
  EXPECT_FALSE(resolve_url(base, "/x\r\ny"));
}

TEST(Url, ComparesHostsInAscii) {
  EXPECT_EQ(ascii_host("Example.COM"), "example.com");
  EXPECT_EQ(ascii_host("m\xC3\xA4use.example"), "xn--muse-loa.example");
  EXPECT_EQ(ascii_host("localhost"), "localhost");
  for (auto const* bad : {"", "a b", "a/b", "a:80", "a@b", "-\xC3\xA4-.x\xE2\x80\x8B/", "1.2.3.4", "[::1]", "a..b"})
    EXPECT_FALSE(ascii_host(bad)) << bad;
}

TEST(PercentEncoding, GoesBothWays) {
  EXPECT_EQ(percent_encode("a-b_c.d~e /?#[]@!\xC3\xA9%"), "a-b_c.d~e%20%2F%3F%23%5B%5D%40%21%C3%A9%25");
  EXPECT_EQ(percent_decode("a%2Fb+c%c3%A9"), "a/b+c\xC3\xA9");
  EXPECT_EQ(form_decode("a+b%2Bc"), "a b+c");
  for (auto const* bad : {"%", "%1", "%g1", "a%1g"}) EXPECT_FALSE(percent_decode(bad)) << bad;
}

}  // namespace
}  // namespace dunlin::http
