// An app that exists: Debian's toot signs in by the code that the pages show, posts, and reads.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { eventually } from './drive/eventually.mjs';
import { walkToCode } from './drive/pages.mjs';
import { Server } from './drive/server.mjs';

describe('toot', { timeout: 120_000 }, () => {
  let here, there, alice, bob;

  before(async () => {
    [here, there] = await Promise.all([Server.start('toot-here'), Server.start('toot-there')]);
    alice = await here.person('alice');
    bob = await there.person('bob');
  });
  after(() => Promise.all([here?.stop(), there?.stop()]));

  /** Runs toot; `answer` sees what it prints and may say what to type. */
  function toot(words, answer = () => undefined) {
    return new Promise((done, fail) => {
      const child = spawn('toot', words, { env: { PATH: process.env.PATH, HOME: here.dir, XDG_CONFIG_HOME: here.dir, PYTHONUNBUFFERED: '1', LC_ALL: 'C.UTF-8' },
        timeout: 30_000 });
      let said = '';
      const hear = async (text) => {
        said += text;
        try {
          const typed = await answer(said);
          if (typed) child.stdin.write(`${typed}\n`);
        } catch (error) { child.kill(); fail(error); }
      };
      child.stdout.setEncoding('utf8').on('data', hear);
      child.stderr.setEncoding('utf8').on('data', hear);
      child.on('error', fail);
      child.on('exit', (status) => (status === 0 ? done(said) : fail(new Error(`toot ${words[0]} ended with ${status}: ${said}`))));
    });
  }

  test('signs in through the pages', async () => {
    let asked = 0;
    const said = await toot(['login', '--disable-https', '-i', here.domain, '--no-color'], async (so_far) => {
      if (asked === 0 && so_far.includes('Open link in default browser')) { asked = 1; return 'n'; }
      if (asked === 1 && so_far.includes('Authorization code:')) {
        asked = 2;
        return walkToCode(/http:\/\/\S+\/oauth\/authorize\S+/.exec(so_far)[0], alice);
      }
    });
    assert.match(said, /Successfully logged in/i);
    assert.match(await toot(['whoami', '--no-color']), /@alice/);
  });

  test('follows, is followed, and reads what was posted over there', async () => {
    await toot(['follow', bob.acct, '--no-color']);
    await bob.notified('follow');
    // What is written before the Accept has arrived over there is nobody's business there yet.
    const followed = await alice.find(bob.acct);
    await eventually('alice follows bob', async () => (await alice.relation(followed)).following);
    const post = await bob.write('Seen in a terminal');
    await alice.inHome(post.uri);
    const shown = await toot(['timeline', '--once', '--no-color']);
    assert.match(shown, /Seen in a terminal/);
    assert.match(shown, /bob@/);
  });

  test('posts, and the follower on the other server reads it', async () => {
    await bob.follow(alice);
    const said = await toot(['post', 'Hello from a terminal', '--visibility', 'public', '--no-color']);
    const url = /http:\/\/\S+/.exec(said)[0];
    const [own] = await alice.get(`/api/v1/accounts/${alice.id}/statuses?limit=1`);
    assert.equal(own.url, url);
    const arrived = await bob.inHome(own.uri);
    assert.match(arrived.content, /Hello from a terminal/);
  });

  test('favourites, boosts and deletes', async () => {
    const post = await bob.write('For the terminal');
    const copy = await alice.inHome(post.uri);
    await toot(['favourite', copy.id, '--no-color']);
    await toot(['reblog', copy.id, '--no-color']);
    await bob.sees(post.id, 'both', (status) => status.favourites_count === 1 && status.reblogs_count === 1);
    const own = await alice.write('Gone in a moment');
    await toot(['delete', own.id, '--no-color']);
    await alice.misses(own.id);
  });
});
