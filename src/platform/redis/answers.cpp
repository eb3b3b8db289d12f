#include "answers.hpp"

#include <hiredis/read.h>

namespace dunlin::redis {
namespace {

/// Where the answer being read belongs: into its list, or a new one for the outermost.
Value* place(redisReadTask const* task) {
  if (!task->parent) return new Value;
  return &static_cast<Value*>(task->parent->obj)->list[static_cast<std::size_t>(task->idx)];
}

void* make_string(redisReadTask const* task, char* text, std::size_t length) {
  auto* const value = place(task);
  value->kind = task->type == REDIS_REPLY_ERROR ? Value::Kind::refusal : Value::Kind::text;
  value->text.assign(text, length);
  return value;
}

void* make_list(redisReadTask const* task, int length) {
  auto* const value = place(task);
  value->kind = Value::Kind::list;
  value->list.resize(static_cast<std::size_t>(length));
  return value;
}

void* make_number(redisReadTask const* task, long long number) {
  auto* const value = place(task);
  value->kind = Value::Kind::number;
  value->number = number;
  return value;
}

void* make_nil(redisReadTask const* task) {
  return place(task);
}

void drop(void* value) {
  delete static_cast<Value*>(value);
}

redisReplyObjectFunctions makers{make_string, make_list, make_number, make_nil, drop};

}  // namespace

void Answers::Free::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

Answers::Answers() : reader_(redisReaderCreateWithFunctions(&makers)) {
  if (!reader_) throw std::bad_alloc();
}

void Answers::feed(std::string_view bytes) {
  if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) throw Error(reader_->errstr);
}

std::optional<Value> Answers::next() {
  void* answer = nullptr;
  if (redisReaderGetReply(reader_.get(), &answer) != REDIS_OK) throw Error(reader_->errstr);
  if (!answer) return std::nullopt;
  std::unique_ptr<Value> const value(static_cast<Value*>(answer));
  return std::move(*value);
}

}  // namespace dunlin::redis
