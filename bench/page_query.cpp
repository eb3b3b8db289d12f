// Prints the query behind a page of statuses, for the ceilings: what PostgreSQL alone could answer.
#include <cstdio>

#include "store/status_rows.hpp"

int main() {
  auto const sql = dunlin::store::find_many_sql.sql;
  std::fwrite(sql.data(), 1, sql.size(), stdout);
}
