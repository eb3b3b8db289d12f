#!/usr/bin/env node
// How long a search for statuses takes among a million of them: milliseconds by kind of question.
//
//   ninja -C build/release dunlin && node bench/search.mjs [--posts=1000000] [--asks=200]
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Server } from '../tests/federation/drive/server.mjs';

const options = { posts: 1_000_000, asks: 100, words: 50_000 };
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--(\w+)=(\d+)$/.exec(argument) ?? [];
  if (!(name in options)) { console.error(`search: unknown option ${argument}; known: ${Object.keys(options).join(' ')}`); process.exit(2); }
  options[name] = Number(value);
}
const top = new URL('../', import.meta.url).pathname;
process.env.DUNLIN_BINARY ??= `${top}build/release/dunlin`;

// Word number n of W stands in a share of the posts that falls with n^(-3/4): w0 in every second post, the last ones in a few.
const common = () => `w${Math.floor(Math.random() * 5)}`;
const middling = () => `w${100 + Math.floor(Math.random() * 900)}`;
const rare = () => `w${30_000 + Math.floor(Math.random() * 15_000)}`;
const kinds = {
  'a common word': common,
  'a middling word': middling,
  'a rare word': rare,
  'two common words': () => `${common()} ${common()}`,
  'two middling words': () => `${middling()} ${middling()}`,
  'a common and a rare word': () => `${common()} ${rare()}`,
  'a phrase of common words': () => `"${common()} ${common()}"`,
  'a phrase of middling words': () => `"${middling()} ${middling()}"`,
  'a common word but not another': () => `${common()} -${common()}`,
  'a common word of one author': () => `${common()} from:u${2 + 2 * Math.floor(Math.random() * 400)}@far.test`,
  'a middling word in one language': () => `${middling()} language:de`,
  'a common word before a day': () => `${common()} before:2023-0${1 + Math.floor(Math.random() * 9)}-01`,
  'a word in the library': () => `${common()} in:library`,
};

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

const server = await Server.start('bench', { LOG_LEVEL: 'warn' });
try {
  const person = await server.person('user1');
  const begin = performance.now();
  await promisify(execFile)('psql', ['-qX', server.env.DATABASE_URL, '-v', `posts=${options.posts}`, '-v', `words=${options.words}`, '-f', `${top}bench/search_world.sql`]);
  console.error(`${options.posts} posts after ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  console.log('| question | p50 ms | p95 ms | worst ms | found |\n|---|---|---|---|---|');
  const all = [];
  for (const [name, question] of Object.entries(kinds)) {
    const times = [];
    let found = 0;
    for (let ask = 0; ask < options.asks; ++ask) {
      const from = performance.now();
      const answer = await fetch(`${server.base}/api/v2/search?type=statuses&limit=20&q=${encodeURIComponent(question())}`, { headers: { authorization: `Bearer ${person.token}` } });
      const { statuses } = await answer.json();
      times.push(performance.now() - from);
      found += statuses.length;
    }
    all.push(...times);
    times.sort((a, b) => a - b);
    console.log(`| ${name} | ${at(times, 0.5).toFixed(1)} | ${at(times, 0.95).toFixed(1)} | ${times.at(-1).toFixed(1)} | ${(found / options.asks).toFixed(1)} |`);
  }
  all.sort((a, b) => a - b);
  console.log(`| all | ${at(all, 0.5).toFixed(1)} | ${at(all, 0.95).toFixed(1)} | ${all.at(-1).toFixed(1)} | |`);
} finally {
  await server.stop();
}
process.exit(0);
