// A small server built on Fedify, as a process of its own: it trusts the test's certificate authority. It is told what
// to do, and tells what it heard, over the channel to the test.
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { Accept, Announce, Create, createFederation, Delete, Follow, generateCryptoKeyPair, Like, MemoryKvStore, Note, Person,
  PUBLIC_COLLECTION, signRequest, Tombstone, Undo, Update } from '@fedify/fedify';

// Fedify wants node 22; this is all that 20 lacks.
ArrayBuffer.prototype.transfer ??= function (length = this.byteLength) {
  const moved = new Uint8Array(length);
  moved.set(new Uint8Array(this, 0, Math.min(length, this.byteLength)));
  return moved.buffer;
};

const { PEER_PORT: port, PEER_KEY: key, PEER_CERTIFICATE: certificate } = process.env;
const origin = `https://localhost:${port}`;
const people = new Map(), notes = new Map(), followers = new Map(), heard = [];
let minted = 0;

const federation = createFederation({ kv: new MemoryKvStore(), origin, allowPrivateAddress: true });
const context = () => federation.createContext(new URL(origin), undefined);

federation.setActorDispatcher('/users/{identifier}', async (ctx, identifier) => {
  if (!people.has(identifier)) return null;
  const [pair] = await ctx.getActorKeyPairs(identifier);
  return new Person({ id: ctx.getActorUri(identifier), preferredUsername: identifier, name: `${identifier} of Fedify`, url: ctx.getActorUri(identifier),
    inbox: ctx.getInboxUri(identifier), outbox: ctx.getOutboxUri(identifier), followers: ctx.getFollowersUri(identifier), publicKey: pair.cryptographicKey,
    assertionMethods: [pair.multikey] });
}).setKeyPairsDispatcher(async (ctx, identifier) => (people.has(identifier) ? [people.get(identifier)] : []));
federation.setOutboxDispatcher('/users/{identifier}/outbox', async () => ({ items: [] }));
federation.setFollowersDispatcher('/users/{identifier}/followers', async (ctx, identifier) => ({ items: followers.get(identifier) ?? [] }));
federation.setObjectDispatcher(Note, '/users/{identifier}/notes/{number}', async (ctx, { number }) => notes.get(number) ?? null);

/** What an activity says, for the test to look at. */
async function hear(type, activity, more = {}) {
  heard.push({ type, id: activity.id?.href, actor: activity.actorId?.href, object: activity.objectId?.href, ...more });
}
const noteIn = async (ctx, activity) => {
  const note = await activity.getObject(ctx);
  return { content: note?.content?.toString(), inReplyTo: note?.replyTargetId?.href, public: activity.toIds.some((to) => to.href === PUBLIC_COLLECTION.href) };
};

federation.setInboxListeners('/users/{identifier}/inbox', '/inbox')
  .on(Follow, async (ctx, follow) => {
    await hear('Follow', follow);
    const [who, { identifier }] = [await follow.getActor(ctx), ctx.parseUri(follow.objectId)];
    followers.set(identifier, [...(followers.get(identifier) ?? []), who]);
    await ctx.sendActivity({ identifier }, who, new Accept({ id: new URL(`${origin}/accepts/${++minted}`), actor: follow.objectId, object: follow }));
  })
  .on(Accept, async (ctx, accept) => hear('Accept', accept))
  .on(Create, async (ctx, create) => hear('Create', create, await noteIn(ctx, create)))
  .on(Update, async (ctx, update) => hear('Update', update, await noteIn(ctx, update)))
  .on(Like, async (ctx, like) => hear('Like', like))
  .on(Announce, async (ctx, announce) => hear('Announce', announce))
  .on(Delete, async (ctx, gone) => hear('Delete', gone))
  .on(Undo, async (ctx, undo) => hear('Undo', undo));

const loaderOf = (ctx, identifier) => ctx.getDocumentLoader({ identifier });
const lookUp = async (ctx, identifier, what) => ctx.lookupObject(what, { documentLoader: await loaderOf(ctx, identifier) });
/** Activities get ids of their own, and the actor. */
const deed = (Kind, who, members) => new Kind({ id: new URL(`${origin}/activities/${++minted}`), actor: context().getActorUri(who), ...members });
const send = (who, to, activity) => context().sendActivity({ identifier: who }, to, activity, { immediate: true });
const authorOf = async (ctx, who, uri) => {
  const note = await lookUp(ctx, who, uri);
  return [note, await note.getAttribution({ documentLoader: await loaderOf(ctx, who) })];
};

const does = {
  async person({ name }) { people.set(name, await generateCryptoKeyPair('RSASSA-PKCS1-v1_5')); return context().getActorUri(name).href; },
  async lookUp({ who, what }) {
    const found = await lookUp(context(), who, what);
    return found && { id: found.id.href, name: found.name?.toString() ?? null, content: found.content?.toString() ?? null };
  },
  async follow({ who, whom }) {
    const person = await lookUp(context(), who, whom);
    const follow = deed(Follow, who, { object: person.id });
    await send(who, person, follow);
    return follow.id.href;
  },
  async write({ who, content, inReplyTo }) {
    const ctx = context(), number = String(++minted);
    const [, author] = inReplyTo ? await authorOf(ctx, who, inReplyTo) : [];
    const id = ctx.getObjectUri(Note, { identifier: who, number });
    const addressed = { to: PUBLIC_COLLECTION, ccs: [ctx.getFollowersUri(who), ...(author ? [author.id] : [])] };
    const note = new Note({ id, attribution: ctx.getActorUri(who), content, replyTarget: inReplyTo ? new URL(inReplyTo) : null, ...addressed });
    notes.set(number, note);
    await send(who, [...(followers.get(who) ?? []), ...(author ? [author] : [])], deed(Create, who, { object: note, ...addressed }));
    return id.href;
  },
  async like({ who, uri }) { return does.act(Like, who, uri); },
  async boost({ who, uri }) { return does.act(Announce, who, uri, { to: PUBLIC_COLLECTION, cc: context().getFollowersUri(who) }); },
  async act(Kind, who, uri, members = {}) {
    const [note, author] = await authorOf(context(), who, uri);
    const made = deed(Kind, who, { object: note.id, ...members });
    await send(who, author, made);
    return made.id.href;
  },
  async remove({ who, uri }) {
    notes.delete(new URL(uri).pathname.split('/').at(-1));
    await send(who, followers.get(who), deed(Delete, who, { object: new Tombstone({ id: new URL(uri) }), to: PUBLIC_COLLECTION }));
  },
  /** A post by somebody here, signed with a key that is not theirs. */
  async forge({ who, inbox }) {
    const [stranger, ctx] = [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5'), context()];
    const note = new Note({ id: new URL(`${origin}/forged`), attribution: ctx.getActorUri(who), content: 'forged', to: PUBLIC_COLLECTION });
    const body = JSON.stringify(await deed(Create, who, { object: note, to: PUBLIC_COLLECTION }).toJsonLd(ctx));
    const plain = new Request(inbox, { method: 'POST', body, headers: { 'content-type': 'application/activity+json' } });
    const { keyId } = (await ctx.getActorKeyPairs(who))[0];
    return (await fetch(await signRequest(plain, stranger.privateKey, keyId))).status;
  },
  async heard() { return heard; },
};

createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, async (incoming, outgoing) => {
  const pieces = [];
  for await (const piece of incoming) pieces.push(piece);
  const body = pieces.length ? Buffer.concat(pieces) : undefined;
  const request = new Request(origin + incoming.url, { method: incoming.method, headers: incoming.headers, body });
  const answer = await federation.fetch(request, { contextData: undefined });
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
}).listen(Number(port), '127.0.0.1', () => process.send({ ready: true }));

process.on('message', async ({ id, command, ...how }) => {
  try { process.send({ id, result: await does[command](how) }); } catch (error) { process.send({ id, failed: error.stack }); }
});
process.on('disconnect', () => process.exit());
