// A small town on one server, so that every view has something to show.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../federation/drive/eventually.mjs';
import { picture } from './picture.mjs';

export async function upload(person, bytes, description, name = 'picture.png') {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type: 'image/png' }), name);
  if (description) form.append('description', description);
  const response = await fetch(`${person.server.base}/api/v2/media`, { method: 'POST', headers: { authorization: `Bearer ${person.token}` }, body: form });
  if (!response.ok) throw new Error(`upload answered ${response.status}: ${await response.text()}`);
  return (await response.json()).id;
}

/** Custom emoji, as an admin brings them. */
async function emoji(server) {
  const folder = mkdtempSync(join(tmpdir(), 'dunlin-emoji-'));
  const names = ['dunlin.png', 'teapot.png', 'low_tide.png'];
  names.forEach((name, at) => writeFileSync(join(folder, name), picture(64, 64, at)));
  execFileSync('tar', ['-czf', 'all.tar.gz', ...names], { cwd: folder });
  await server.command('emoji', 'import', join(folder, 'all.tar.gz'));
}

/** A page elsewhere, for its card. */
async function newspaper() {
  const pages = createServer((request, response) => {
    if (request.url.endsWith('.png')) return response.writeHead(200, { 'content-type': 'image/png' }).end(picture(1200, 630, 2));
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><html lang="en"><head><title>The ferry runs again</title><meta property="og:title" content="The ferry runs again, and half the village came to see it leave"><meta property="og:site_name" content="The Estuary Gazette"><meta property="og:description" content="After four winters at the quay the old boat crossed the water on Sunday, eleven minutes late."><meta property="og:image" content="http://127.0.0.1:${pages.address().port}/ferry.png"></head><body><p>Hello</p></body></html>`);
  });
  await new Promise((done) => pages.listen(0, '127.0.0.1', done));
  pages.unref();
  return pages;
}

async function dress(person, name, note, kind) {
  const form = new FormData();
  form.append('display_name', name);
  form.append('note', note);
  form.append('avatar', new Blob([picture(240, 240, kind)], { type: 'image/png' }), 'a.png');
  form.append('header', new Blob([picture(900, 300, kind + 1)], { type: 'image/png' }), 'h.png');
  form.append('fields_attributes[0][name]', 'Garden');
  form.append('fields_attributes[0][value]', 'Long, narrow, full of snails');
  form.append('fields_attributes[1][name]', 'Website');
  form.append('fields_attributes[1][value]', 'https://example.org/garden');
  const response = await fetch(`${person.server.base}/api/v1/accounts/update_credentials`, { method: 'PATCH', headers: { authorization: `Bearer ${person.token}` }, body: form });
  if (!response.ok) throw new Error(`profile answered ${response.status}: ${await response.text()}`);
}

export async function town(server) {
  const [ann, ben, mia] = [await server.person('ann', ['--role=Owner']), await server.person('ben'), await server.person('mia')];
  await dress(ann, 'Ann Marsh', 'Watches birds and the weather. Writes slowly. #birds #tea', 0);
  await dress(ben, 'Ben Okafor', 'Bread, bicycles and small computers.', 1);
  const zoe = await server.person('zoe');
  await dress(zoe, 'Zoë Wolkenstein-Übermühlbach🌾', 'Donaudampfschifffahrtsgesellschaftskapitänin a. D. Schreibt über Flüsse, Wetter und sehr lange Wörter.', 3);
  await emoji(server);
  await dress(mia, 'Mia Lindqvist', 'Photographs of the coast, mostly before breakfast.\n\nEnglish, svenska, Deutsch.', 2);
  for (const [one, other] of [[ann, ben], [ann, mia], [ben, ann], [mia, ann], [ben, mia]]) await one.post(`/api/v1/accounts/${other.id}/follow`);

  const first = await ann.write('Forty dunlins on the mudflats this morning, all facing the wind. #birds');
  const coast = await mia.write('Low tide, no wind at all. #coast #photography', { media_ids: [await upload(mia, picture(1200, 800, 0), 'A low sun over three lines of dark green hills'), await upload(mia, picture(900, 900, 1), 'Violet sky above the same hills'), await upload(mia, picture(800, 1000, 2))] });
  const bread = await ben.write('The rye finally rose. Sixteen hours, a warm corner by the stove and a lot of patience. Recipe follows once I believe it myself.');
  await ben.write('The ending of the book everybody reads: it was the lighthouse keeper all along, and honestly I should have known from the second chapter on.', { spoiler_text: 'Spoiler: “The Salt Road”' });
  const poll = await ann.write('What to plant along the north wall?', { poll: { options: ['Ferns', 'Ivy', 'Hydrangea', 'Leave it to the snails'], expires_in: 86400 } });
  await mia.write('One for the wall.', { media_ids: [await upload(mia, picture(1400, 900, 3), 'Sunset in orange and deep blue')], sensitive: true });
  await ben.post(`/api/v1/polls/${poll.poll.id}/votes`, { choices: [0] });
  await mia.post(`/api/v1/polls/${poll.poll.id}/votes`, { choices: [3] });
  const answer = await ben.write('@ann All facing the same way, like people waiting for a bus.', { in_reply_to_id: first.id });
  await ann.write('@ben Exactly! And then one of them decided that the bus was not coming. https://example.org/on-waiting-for-buses-and-other-birds', { in_reply_to_id: answer.id });
  const side = await mia.write('@ann Which mudflats? I could be there on Sunday.', { in_reply_to_id: first.id });
  await ann.write('@mia The ones by the old ferry landing. Bring tea.', { in_reply_to_id: side.id });
  await ben.write('@ann I will bring bread.', { in_reply_to_id: side.id });
  const quoted = await ann.write('This is what patience looks like.', { quoted_status_id: bread.id });
  for (const [who, status] of [[ben, first], [mia, first], [ben, quoted], [ann, bread], [ann, coast]]) await who.post(`/api/v1/statuses/${status.id}/favourite`);
  await mia.post(`/api/v1/statuses/${first.id}/reblog`);
  await ann.post(`/api/v1/statuses/${coast.id}/reblog`);
  await ann.post(`/api/v1/statuses/${bread.id}/bookmark`);
  await mia.write('@ann Is the ferry running again?', { visibility: 'direct' });
  const list = await ann.post('/api/v1/lists', { title: 'Neighbours' });
  await ann.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: [ben.id, mia.id] });
  await ann.post('/api/v1/tags/coast/follow');
  await ann.post('/api/v2/filters', { title: 'Football', context: ['home', 'public'], filter_action: 'warn', keywords_attributes: [{ keyword: 'football', whole_word: true }] });
  await ben.write('Anyone else stuck behind the football traffic?');

  // What strains a layout: other scripts, long words, everything at once.
  await zoe.write('Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz: Das Wort gibt es wirklich, und es passt auf kein Telefon. Die Brücke über die Donau ist übrigens wieder offen.', { language: 'de' });
  await zoe.write('صباح الخير من ضفة النهر. الطيور عادت اليوم، والريح هادئة، والشاي جاهز. #طيور', { language: 'ar' });
  await zoe.write(':dunlin: :teapot: Tea with birds :low_tide:');
  const mention = await zoe.write('@ann Would you look over my notes on the wind rose?');
  const tall = await ben.write('Before and after.', { media_ids: [await upload(ben, picture(500, 1400, 1), 'A very tall picture of the hills'), await upload(ben, picture(1400, 500, 0), 'A very wide one')] });
  await ben.write('Only for those who follow me: I have eaten the first loaf alone.', { visibility: 'private' });
  const paper = await newspaper();
  const news = await mia.write(`Finally. http://127.0.0.1:${paper.address().port}/ferry`);
  await eventually('the page has its card', async () => (await mia.get(`/api/v1/statuses/${news.id}`)).card).catch(() => undefined);
  const old = await ben.post('/api/v1/statuses', { status: 'Which day for the walk?', poll: { options: ['Saturday, early, with thermos flasks', 'Sunday after the market'], expires_in: 3600, multiple: true } });
  await ann.post(`/api/v1/polls/${old.poll.id}/votes`, { choices: [0, 1] });
  await mia.post(`/api/v1/polls/${old.poll.id}/votes`, { choices: [1] });
  for (const who of [ben, mia, zoe]) await who.post(`/api/v1/statuses/${poll.id}/favourite`);
  await ann.post(`/api/v1/statuses/${bread.id}/reblog`);
  await ann.post('/api/v1/tags/birds/follow');
  await ann.post('/api/v1/statuses', { status: 'The count of the year is in: 4,212 dunlins. Thank you all.', scheduled_at: new Date(Date.now() + 86_400_000 * 3).toISOString() });
  await server.command('announcements', 'publish', 'On Saturday between six and seven in the morning this server rests while its disks are changed. Nothing is lost; make some tea.');
  await server.command('rules', 'add', 'Be kind, and assume that others are.');
  await server.command('rules', 'add', 'Describe your pictures where you can.');
  // Ann asks to be asked, and puts strangers aside.
  await ann.call('PATCH', '/api/v1/accounts/update_credentials', { locked: true });
  await zoe.post(`/api/v1/accounts/${ann.id}/follow`);
  await ann.call('PATCH', '/api/v2/notifications/policy', { for_not_following: 'filter' });
  await zoe.write('@ann And the tide tables, if you find the time. There is no hurry at all, the river does not run away.');
  return { zoe, tall, news, mention, quoted, list, ann, ben, mia, first, coast, bread, poll };
}
