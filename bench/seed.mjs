// A small town: ten people who all follow each other, and what they have said.
const words = 'time person year way day thing world life hand part child eye woman place work week case point company number group problem fact water room money story month night study book word issue side kind head house friend hour game line end member law car city name team minute idea body back parent face level office door health art war history party result change morning reason research girl guy moment air teacher force education'.split(' ');

/** The same text for the same number, on every run. */
export function text(number) {
  let state = (number * 2654435761) >>> 0;
  const pick = () => words[(state = (state * 1664525 + 1013904223) >>> 0) % words.length];
  return Array.from({ length: 20 }, pick).join(' ');
}

async function atOnce(count, jobs) {
  let next = 0;
  await Promise.all(Array.from({ length: count }, async () => { while (next < jobs.length) await jobs[next++](); }));
}

/** Makes the people, their follows, `count` statuses, boosts and favourites. */
export async function seed(server, count, log = () => undefined) {
  const people = [];
  for (let at = 1; at <= 10; ++at) people.push(await server.person(`user${at}`));
  await atOnce(8, people.flatMap((one) => people.filter((other) => other !== one).map((other) => () => one.post(`/api/v1/accounts/${other.id}/follow`))));
  log(`${people.length} people`);
  const ids = [];
  await atOnce(8, Array.from({ length: count }, (_, number) => async () => {
    const author = people[number % people.length];
    let status = text(number);
    const options = {};
    if (number % 10 === 3) status += ` #${words[number % words.length]}`;
    if (number % 10 === 5) status += ` @${people[(number + 1) % people.length].username}`;
    if (number % 10 === 7 && ids.length > 20) options.in_reply_to_id = ids[ids.length - 10];
    ids.push((await author.write(status, options)).id);
  }));
  log(`${ids.length} statuses`);
  const some = (step) => ids.filter((_, at) => at % step === 1);
  await atOnce(8, some(20).map((id, at) => () => people[(at + 3) % people.length].post(`/api/v1/statuses/${id}/reblog`)));
  await atOnce(8, some(5).map((id, at) => () => people[(at + 5) % people.length].post(`/api/v1/statuses/${id}/favourite`)));
  // One long conversation: forty answers, each to the one before or to the first.
  const thread = [(await people[0].write('What do you read?')).id];
  for (let at = 1; at <= 40; ++at)
    thread.push((await people[at % people.length].write(text(at), { in_reply_to_id: thread[at % 3 === 0 ? 0 : at - 1] })).id);
  return { people, ids, thread };
}
