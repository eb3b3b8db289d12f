import { render } from 'preact';
import { describe, expect, test } from 'vitest';
import { Html, plain } from '../src/content/html';

function shown(html: string, around: { emojis?: never[]; mentions?: { url: string; acct: string }[]; quotes?: boolean } = {}) {
  const box = document.createElement('div');
  render(<Html html={html} emojis={[]} {...around} />, box);
  return box.firstElementChild!;
}

describe('html of other people', () => {
  test('loses scripts, handlers, styles and pictures', () => {
    const box = shown('<p onclick="x()" style="color:red">Hi <script>bad()</script><img src=x onerror=bad()><b>you</b></p><iframe></iframe><svg onload=bad()></svg>');
    expect(box.querySelector('script, img, iframe, svg')).toBeNull();
    expect(box.textContent).toBe('Hi you');
    for (const one of box.querySelectorAll('*')) expect([...one.attributes].filter((attribute) => /^on|style/.test(attribute.name))).toEqual([]);
  });
  test('has links that lead outside safely, and none that run', () => {
    const box = shown('<a href="https://a.example/x">a</a> <a href="javascript:alert(1)">b</a> <a href="data:text/html,x">c</a>');
    const links = [...box.querySelectorAll('a')];
    expect(links.map((one) => one.getAttribute('href'))).toEqual(['https://a.example/x']);
    expect(links[0]!.rel).toContain('noopener');
    expect(links[0]!.target).toBe('_blank');
  });
  test('leads to people and hashtags inside the app', () => {
    const box = shown('<a href="https://b.example/@ben" class="u-url mention">@<span>ben</span></a> <a href="https://b.example/tags/tea" class="mention hashtag">#<span>Tea</span></a>',
      { mentions: [{ url: 'https://b.example/@ben', acct: 'ben@b.example' }] });
    expect([...box.querySelectorAll('a')].map((one) => one.getAttribute('href'))).toEqual(['/app/@ben@b.example', '/app/tags/Tea']);
  });
  test('drops the spare link where the quote itself is shown', () => {
    const html = '<p class="quote-inline">RE: link</p><p>Look</p>';
    expect(shown(html, { quotes: true }).textContent).toBe('Look');
    expect(shown(html).textContent).toContain('RE:');
  });
  test('is not nested without end', () => {
    expect(() => shown('<b>'.repeat(3000) + 'x')).not.toThrow();
  });
  test('has its text for places without tags', () => expect(plain('<p>One<br>two</p><p>three &amp; four</p>')).toBe('One\ntwo\nthree & four'));
});
