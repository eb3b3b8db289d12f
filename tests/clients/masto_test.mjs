// The library behind Elk and Phanpy: signs in, has a day of reading and writing, and pages while others post.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createOAuthAPIClient, createRestAPIClient } from 'masto';
import { eventually } from '../federation/drive/eventually.mjs';
import { walkToCode } from '../federation/drive/pages.mjs';
import { Server } from '../federation/drive/server.mjs';

const scope = 'read write follow push';
const posts = 500;
const all = async (pages) => {
  const found = [];
  for await (const page of pages) found.push(...page);
  return found;
};

describe('masto', { timeout: 300_000 }, () => {
  let server, alice, bob, carol;

  /** Somebody new, signed in through the library. */
  async function person(username) {
    const who = await server.person(username);
    const redirectUris = `${server.base}/callback`;
    const app = await createRestAPIClient({ url: server.base }).v1.apps.create({ clientName: 'masto test', redirectUris, scopes: scope });
    const code = await walkToCode(`${server.base}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: app.clientId, redirect_uri: redirectUris, scope })}`, who);
    const token = await createOAuthAPIClient({ url: server.base }).token.create({ grantType: 'authorization_code', code, scope, redirectUri: redirectUris,
      clientId: app.clientId, clientSecret: app.clientSecret });
    assert.equal(token.tokenType, 'Bearer');
    const client = createRestAPIClient({ url: server.base, accessToken: token.accessToken });
    const self = await client.v1.accounts.verifyCredentials();
    assert.equal(self.username, username);
    const signOut = () => createOAuthAPIClient({ url: server.base }).revoke({ clientId: app.clientId, clientSecret: app.clientSecret, token: token.accessToken });
    return { v1: client.v1, v2: client.v2, self, signOut };
  }

  before(async () => {
    server = await Server.start('masto');
    [alice, bob, carol] = [await person('alice'), await person('bob'), await person('carol')];
  });
  after(() => server?.stop());

  const told = (who, type, test = () => true) => eventually(`a ${type}`, async () => (await who.v1.notifications.list({ types: [type] })).find(test));

  test('reads about the server before anything else', async () => {
    const instance = await alice.v2.instance.fetch();
    assert.equal(instance.domain, server.domain);
    assert.ok(instance.configuration.statuses.maxCharacters >= 500);
    const preferences = await alice.v1.preferences.fetch();
    assert.ok(preferences['posting:default:visibility'] ?? preferences.postingDefaultVisibility);
  });

  test('finds and follows people', async () => {
    const found = await alice.v1.accounts.lookup({ acct: 'bob' });
    assert.equal(found.id, bob.self.id);
    for (const [one, other] of [[alice, bob], [alice, carol], [bob, alice]]) {
      const relation = await one.v1.accounts.$select(other.self.id).follow();
      assert.equal(relation.following, true);
    }
    const [relation] = await alice.v1.accounts.relationships.fetch({ id: [bob.self.id] });
    assert.deepEqual([relation.following, relation.followedBy], [true, true]);
    assert.equal((await told(bob, 'follow')).account.id, alice.self.id);
    const { accounts } = await alice.v2.search.list({ q: 'carol', type: 'accounts' });
    assert.ok(accounts.some((account) => account.id === carol.self.id));
  });

  test('writes, answers, edits and deletes', async () => {
    const status = await alice.v1.statuses.create({ status: 'Good morning #day', spoilerText: 'a greeting', language: 'en' });
    assert.deepEqual([status.spoilerText, status.language, status.tags.map((tag) => tag.name)], ['a greeting', 'en', ['day']]);
    const answer = await bob.v1.statuses.create({ status: '@alice Good morning', inReplyToId: status.id });
    assert.equal((await told(alice, 'mention')).status.id, answer.id);
    const context = await alice.v1.statuses.$select(status.id).context.fetch();
    assert.deepEqual(context.descendants.map((one) => one.id), [answer.id]);
    const edited = await alice.v1.statuses.$select(status.id).update({ status: 'Good evening #day' });
    assert.match(edited.content, /evening/);
    assert.equal((await alice.v1.statuses.$select(status.id).history.list()).length, 2);
    assert.equal((await alice.v1.statuses.$select(status.id).source.fetch()).text, 'Good evening #day');
    const tagged = await carol.v1.timelines.tag.$select('day').list();
    assert.deepEqual(tagged.map((one) => one.id), [status.id]);
    await bob.v1.statuses.$select(answer.id).remove();
    await assert.rejects(() => alice.v1.statuses.$select(answer.id).fetch(), { statusCode: 404 });
  });

  test('likes, boosts, keeps, and is told in groups', async () => {
    const status = await alice.v1.statuses.create({ status: 'Do you like this?' });
    for (const fan of [bob, carol]) assert.equal((await fan.v1.statuses.$select(status.id).favourite()).favourited, true);
    assert.equal((await bob.v1.statuses.$select(status.id).reblog()).reblog.id, status.id);
    assert.equal((await carol.v1.statuses.$select(status.id).bookmark()).bookmarked, true);
    assert.deepEqual((await carol.v1.bookmarks.list()).map((one) => one.id), [status.id]);
    assert.equal((await alice.v1.statuses.$select(status.id).favouritedBy.list()).length, 2);
    await told(alice, 'reblog');
    const { notificationGroups, accounts, statuses } = await alice.v2.notifications.list({ groupedTypes: ['favourite', 'reblog', 'follow'] });
    const group = notificationGroups.find((one) => one.type === 'favourite' && one.statusId === status.id);
    assert.deepEqual([group.notificationsCount, group.sampleAccountIds], [2, [carol.self.id, bob.self.id]]);
    assert.ok(accounts.some((one) => one.id === carol.self.id) && statuses.some((one) => one.id === status.id));
    const before = await alice.v2.notifications.unreadCount.fetch();
    assert.ok(before.count > 0);
    await alice.v1.markers.create({ notifications: { lastReadId: String(notificationGroups[0].mostRecentNotificationId) } });
    assert.equal((await alice.v2.notifications.unreadCount.fetch()).count, 0);
  });

  test('keeps private messages of strangers back until they are let in', async () => {
    await carol.v1.statuses.create({ status: '@bob between us', visibility: 'direct' });
    const request = await eventually('the request', async () => (await bob.v1.notifications.requests.list())[0]);
    assert.equal(request.account.id, carol.self.id);
    assert.equal((await bob.v2.notifications.policy.fetch()).summary.pendingRequestsCount, 1);
    await bob.v1.notifications.requests.$select(request.id).accept();
    await told(bob, 'mention', (one) => one.account.id === carol.self.id);
    const conversations = await eventually('the conversation', async () => { const found = await bob.v1.conversations.list(); return found.length && found; });
    assert.deepEqual(conversations[0].accounts.map((one) => one.id), [carol.self.id]);
  });

  test('sorts people and tags', async () => {
    const list = await alice.v1.lists.create({ title: 'Friends' });
    await alice.v1.lists.$select(list.id).accounts.create({ accountIds: [bob.self.id] });
    assert.deepEqual((await alice.v1.lists.$select(list.id).accounts.list()).map((one) => one.id), [bob.self.id]);
    await alice.v1.lists.$select(list.id).accounts.remove({ accountIds: [bob.self.id] });
    await alice.v1.lists.$select(list.id).remove();
    assert.equal((await alice.v1.tags.$select('day').follow()).following, true);
    assert.deepEqual((await alice.v1.followedTags.list()).map((one) => one.name), ['day']);
    assert.equal((await carol.v1.accounts.$select(bob.self.id).mute()).muting, true);
    assert.equal((await carol.v1.mutes.list()).length, 1);
    assert.equal((await carol.v1.accounts.$select(bob.self.id).unmute()).muting, false);
  });

  test('pages through everything while others post, losing and repeating nothing', async () => {
    const written = [];
    const write = async (from) => { for (let i = from; i < posts; i += 10) written.push((await bob.v1.statuses.create({ status: `number ${i}` })).id); };
    await Promise.all(Array.from({ length: 10 }, (_, from) => write(from)));
    assert.equal(new Set(written).size, posts);
    const newest = written.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1);
    await eventually('the last post comes home', async () => (await alice.v1.timelines.home.list({ limit: 40 })).some((one) => one.id === newest));

    let reading = true, others = 0;
    const chatter = (async () => { while (reading) { await carol.v1.statuses.create({ status: `meanwhile ${++others}` }); } })();
    try {
      for (const [what, pages] of Object.entries({
        home: alice.v1.timelines.home.list({ limit: 20 }),
        local: alice.v1.timelines.public.list({ limit: 40, local: true }),
        account: alice.v1.accounts.$select(bob.self.id).statuses.list({ limit: 40, excludeReblogs: true }),
      })) {
        const ids = (await all(pages)).map((one) => one.id);
        assert.equal(new Set(ids).size, ids.length, `${what} repeats something`);
        const missing = written.filter((id) => !ids.includes(id));
        assert.deepEqual(missing, [], `${what} lost something`);
      }
    } finally {
      reading = false;
      await chatter;
    }
    assert.ok(others > 0);

    // Up again from the oldest: each page joins the one below it.
    const oldest = written.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
    const seen = [];
    for await (const page of alice.v1.accounts.$select(bob.self.id).statuses.list({ limit: 40, minId: oldest }).setDirection('prev')) seen.push(...page.map((one) => one.id));
    assert.deepEqual(seen.toSorted(), written.filter((id) => id !== oldest).toSorted());
  });

  test('pages through notifications one by one and in groups', async () => {
    const status = await alice.v1.statuses.create({ status: 'Say something' });
    for (let i = 0; i < 50; ++i) await bob.v1.statuses.create({ status: `@alice ${i}`, inReplyToId: status.id });
    await eventually('the last mention', async () => (await alice.v1.notifications.list({ types: ['mention'] }))[0]?.status.content.includes('49'));
    const single = await all(alice.v1.notifications.list({ limit: 10, types: ['mention'] }));
    assert.equal(new Set(single.map((one) => one.id)).size, single.length);
    const groups = [];
    for await (const page of alice.v2.notifications.list({ limit: 10, types: ['mention'] })) groups.push(...page.notificationGroups);
    assert.deepEqual(groups.map((one) => one.statusId), single.map((one) => one.status.id));
    await alice.v1.notifications.clear();
    assert.deepEqual(await alice.v1.notifications.list(), []);
  });

  test('signs out for good', async () => {
    await carol.signOut();
    await assert.rejects(() => carol.v1.accounts.verifyCredentials(), { statusCode: 401 });
  });
});
