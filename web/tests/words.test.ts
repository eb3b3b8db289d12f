import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import german from '../messages/de.json';
import english from '../messages/en.json';

const top = join(__dirname, '../src');
const files = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const sources = new Map(files.map((name) => [name, readFileSync(join(top, name), 'utf8')]));
const all = [...sources.values()].join('\n');
/** The pages that the server writes speak from the same catalogues. */
const served = join(__dirname, '../../src/web');
const pages = ['', 'templates'].flatMap((folder) => readdirSync(join(served, folder), { withFileTypes: true }).filter((one) => /\.(cpp|html)$/.test(one.name)).map((one) => readFileSync(join(served, folder, one.name), 'utf8'))).join('\n');

/** Keys that are put together: t(`visibility.${one}`). */
const families = [...all.matchAll(/\bt\(`([a-z_]+\.[a-z_.]*)\$\{/g)].map(([, begin]) => begin!);
const catalogues = { en: english as Record<string, string>, de: german as Record<string, string> };

describe('the message catalogues', () => {
  test.each(Object.entries(catalogues))('say everything the app asks for: %s', (_, catalogue) => {
    const asked = [...all.matchAll(/\bt\('([^']+)'/g)].map(([, key]) => key!);
    expect(asked.length).toBeGreaterThan(200);
    expect([...new Set(asked)].filter((key) => !catalogue[key]?.trim())).toEqual([]);
    for (const begin of families) expect(Object.keys(catalogue).filter((key) => key.startsWith(begin)), begin).not.toEqual([]);
  });

  test.each(Object.entries(catalogues))('say everything the served pages ask for: %s', (_, catalogue) => {
    const asked = [...pages.matchAll(/\{\{t:([^}]+)\}\}|"(page\.(?!css")[a-z_.]+[a-z_])"/g)].map(([, one, other]) => (one ?? other)!);
    expect(asked.length).toBeGreaterThan(60);
    expect([...new Set(asked)].filter((key) => !catalogue[key]?.trim())).toEqual([]);
  });

  test('hold nothing that nobody asks for', () => {
    const put = [...pages.matchAll(/"(page\.[a-z_.]+\.)"/g)].map(([, begin]) => begin!);
    const isServed = (key: string) => pages.includes(`{{t:${key}}}`) || pages.includes(`"${key}"`) || put.some((begin) => key.startsWith(begin));
    const unused = Object.keys(english).filter((key) => !(key.startsWith('page.') && isServed(key)) && !new RegExp(`['"]${key.replaceAll('.', '\\.')}['"]`).test(all) && !families.some((begin) => key.startsWith(begin)));
    expect(unused).toEqual([]);
  });
});

describe('components', () => {
  test('take their words from the catalogues', () => {
    const spoken: string[] = [];
    for (const [name, text] of sources) {
      if (!name.endsWith('.tsx')) continue;
      // Words between tags of one line, and in attributes that are read out.
      for (const [, words] of text.matchAll(/<[a-z][^<>{}]*>([^<>{}=;()]*[A-Za-z]{2}[^<>{}=;()]*)<\//g)) spoken.push(`${name}: ${words}`);
      for (const [, words] of text.matchAll(/\b(?:aria-label|placeholder|title|label|alt)="([^"]*[A-Za-z]{2}[^"]*)"/g)) spoken.push(`${name}: ${words}`);
    }
    // A key is not yet a word, and the sign for described pictures is the same in every language.
    expect(spoken.filter((one) => !/: (ALT|GIF)$/.test(one) && !(one.split(': ')[1]! in english))).toEqual([]);
  });
});
