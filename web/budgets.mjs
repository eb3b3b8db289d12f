#!/usr/bin/env node
// Holds what the first load of the timeline app weighs (gzip) against its budgets.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const dist = new URL('dist/', import.meta.url).pathname;
const budgets = { js: 80_000, css: 20_000 };
const page = readFileSync(join(dist, 'index.html'), 'utf8');

/** What the page names, and what those import at once. */
const first = new Set([...page.matchAll(/(?:src|href)="\/app\/(assets\/[^"]+)"/g)].map(([, name]) => name));
for (const name of first) {
  if (!name.endsWith('.js')) continue;
  for (const [, other] of readFileSync(join(dist, name), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) first.add(`assets/${other}`);
}
let good = true;
for (const [kind, most] of Object.entries(budgets)) {
  const size = [...first].filter((name) => name.endsWith(kind)).reduce((sum, name) => sum + statSync(join(dist, `${name}.gz`)).size, 0);
  console.log(`${kind}: ${size} of ${most} bytes`);
  if (size > most || size === 0) good = false;
}
process.exit(good ? 0 : 1);
