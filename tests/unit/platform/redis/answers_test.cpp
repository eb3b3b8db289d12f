#include "platform/redis/answers.hpp"

#include <gtest/gtest.h>

namespace dunlin::redis {
namespace {

TEST(RedisAnswers, ComeOutOneByOneHoweverTheBytesArrive) {
  std::string const bytes = "+OK\r\n:42\r\n$-1\r\n*-1\r\n$0\r\n\r\n*2\r\n$3\r\nabc\r\n*1\r\n:-7\r\n*0\r\n";
  for (std::size_t step = 1; step < bytes.size(); ++step) {
    Answers answers;
    std::vector<Value> found;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      answers.feed(std::string_view(bytes).substr(at, step));
      while (auto answer = answers.next()) found.push_back(std::move(*answer));
    }
    ASSERT_EQ(found.size(), 7u);
    EXPECT_EQ(found[0].text, "OK");
    EXPECT_EQ(found[1].number, 42);
    EXPECT_EQ(found[2].kind, Value::Kind::nil);
    EXPECT_EQ(found[3].kind, Value::Kind::nil);
    EXPECT_EQ(found[4].kind, Value::Kind::text);
    EXPECT_EQ(found[5].list.at(0).text, "abc");
    EXPECT_EQ(found[5].list.at(1).list.at(0).number, -7);
    EXPECT_EQ(found[6].kind, Value::Kind::list);
    EXPECT_TRUE(found[6].list.empty());
  }
}

TEST(RedisAnswers, KeepTextWithAnyBytesWhole) {
  Answers answers;
  answers.feed(std::string_view("$5\r\na\0\r\nb\r\n", 11));
  auto const answer = answers.next();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->text, std::string("a\0\r\nb", 5));
}

TEST(RedisAnswers, TellRefusalsFromText) {
  Answers answers;
  answers.feed("-WRONGTYPE no\r\n");
  auto const answer = answers.next();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->kind, Value::Kind::refusal);
}

TEST(RedisAnswers, RefuseWhatIsNoAnswer) {
  Answers answers;
  answers.feed("HTTP/1.1 400 Bad Request\r\n");
  EXPECT_THROW(answers.next(), Error);
}

}  // namespace
}  // namespace dunlin::redis
