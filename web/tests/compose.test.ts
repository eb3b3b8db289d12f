import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { OurStatus } from '../src/api/ours';
import { languageOf } from '../src/compose/language';

const post = (more: Partial<OurStatus>) => ({ id: '7', account: { id: 'a', acct: 'ann' }, spoiler_text: '', visibility: 'public', sensitive: false, language: 'en', media_attachments: [], mentions: [], poll: null, quote: null,
  in_reply_to_id: null, created_at: '2026-05-05T12:00:00Z', quote_approval: { automatic: ['public'], manual: [], current_user: 'automatic' }, ...more }) as unknown as OurStatus;

describe('what is written', () => {
  beforeEach(() => { vi.resetModules(); localStorage.clear(); });
  async function set() {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('{"id":"7","text":"Rain?","spoiler_text":""}', { status: 200 }))));
    const session = await import('../src/session/session');
    session.startSession();
    return { ...(await import('../src/compose/opening')), ...(await import('../src/compose/draft')), ...(await import('../src/compose/send')) };
  }
  const poll = { id: '1', expires_at: '2026-05-05T13:02:00Z', expired: false, multiple: true, votes_count: 3, voters_count: 3, options: [{ title: 'Yes', votes_count: 1 }, { title: 'No', votes_count: 2 }], emojis: [] };

  test('an edit leaves the end of a poll as it is, unless it is changed', async () => {
    const { editStatus, formOf, put, writing } = await set();
    await editStatus(post({ poll }));
    expect(formOf(writing.value!).poll).toEqual({ options: ['Yes', 'No'], multiple: true });
    put({ poll: { ...writing.value!.poll!, expires_in: 3600 } });
    expect(formOf(writing.value!).poll).toEqual({ options: ['Yes', 'No'], multiple: true, expires_in: 3600 });
  });

  test('a post written anew quotes what it quoted, and its poll lasts as long', async () => {
    const { redraft, formOf, writing } = await set();
    redraft(post({ poll, local_only: true, quote: { state: 'accepted', quoted_status: post({ id: '9' }) }, quote_approval: { automatic: ['followers'], manual: [], current_user: 'automatic' } }), 'Again');
    expect(formOf(writing.value!)).toMatchObject({ quoted_status_id: '9', quote_approval_policy: 'followers', local_only: true, poll: { expires_in: 3600 } });
    redraft(post({ quote: { state: 'accepted', quoted_status_id: '10' } }), 'Again');
    expect(formOf(writing.value!).quoted_status_id).toBe('10');
  });

  test('local-only and who may answer are asked for only when they are wanted', async () => {
    const { write, put, formOf, writing } = await set();
    write('Hi');
    expect(formOf(writing.value!)).not.toHaveProperty('local_only');
    expect(formOf(writing.value!)).not.toHaveProperty('interaction_policy');
    put({ localOnly: true, replyPolicy: 'followers' });
    expect(formOf(writing.value!)).toMatchObject({ local_only: true, interaction_policy: { can_reply: { always: ['author', 'mentioned', 'followers'] } } });
  });

  test('a file under way stays with its draft, also when the window is closed, and drafts of another window stay', async () => {
    const { write, put, putAttached, close, drafts, loadDrafts, writing } = await set();
    write();
    put({ text: 'With a picture', attached: [{ key: 'k', description: '', progress: 0, name: 'a.png' }] });
    const { key } = writing.value!;
    const name = 'dunlin.drafts.undefined';
    const kept = JSON.parse(localStorage.getItem(name)!) as { all: object[] };
    localStorage.setItem(name, JSON.stringify({ ...kept, all: [...kept.all, { key: 'elsewhere', text: 'Other window', attached: [] }] }));
    close();
    putAttached(key, 'k', { progress: 1, media: { id: '5' } as never });
    loadDrafts();
    expect(drafts.value.map((one) => [one.text, one.attached[0]?.media?.id])).toEqual([['With a picture', '5'], ['Other window', undefined]]);
  });
});

describe('the language of a text', () => {
  test.each([
    ['The lapwings came back to the marsh this morning and they were loud', 'en'],
    ['Heute war es nicht so kalt, aber der Wind und die Wellen waren noch da', 'de'],
    ['Je ne sais pas si les bateaux sont dans le port avec vous', 'fr'],
    ['No sé por qué los barcos están en el puerto con una bandera', 'es'],
    ['Det är inte så kallt men jag har en tjock tröja på mig och är ute', 'sv'],
    ['今日は天気がいいですね', 'ja'], ['오늘 날씨가 좋네요 그렇죠', 'ko'], ['Сегодня мы были на берегу моря', 'ru'], ['Сьогодні її човни були біля берега', 'uk'], ['今天天气很好我们去海边', 'zh'], ['היום היה יום יפה מאוד', 'he'],
  ])('%s', (text, code) => expect(languageOf(text)).toBe(code));
  test.each(['ok', 'Wow!', '@ann@far.example https://example.org/the/and/is #theandis', 'Tokyo Berlin Paris Madrid'])('is not guessed from %s', (text) => expect(languageOf(text)).toBeNull());
});
