// What this machine could do at most, in the same minutes as the rest: our HTTP layer saying hello, PostgreSQL
// answering the query behind a page of 20 without anybody in between, OpenSSL signing and verifying.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../tests/federation/drive/eventually.mjs';
import { load } from './load.mjs';
import { cpuSeconds } from './processes.mjs';

const run = promisify(execFile);

async function freePort() {
  const listener = createServer();
  await new Promise((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address();
  await new Promise((done) => listener.close(done));
  return port;
}

async function hello(top, options) {
  const program = join(top, 'build/release/bench/http_hello');
  if (!existsSync(program)) return [];
  const port = await freePort();
  const child = spawn(program, [String(port)], { stdio: 'ignore' });
  try {
    const base = `http://127.0.0.1:${port}`;
    await eventually('hello answers', async () => (await fetch(base)).ok, 5000);
    const before = cpuSeconds(child.pid);
    const said = await load(base, [{ path: '/' }], options);
    return [{ name: 'hello over our HTTP layer', ...said, cpu: ((cpuSeconds(child.pid) - before) * 1000) / said.count }];
  } finally {
    child.kill();
  }
}

async function query(top, databaseUrl, ids, { seconds }) {
  const program = join(top, 'build/release/bench/page_query');
  if (!existsSync(program)) return [];
  const { stdout: sql } = await run(program);
  const dir = mkdtempSync(join(tmpdir(), 'dunlin-pgbench-'));
  try {
    const page = ids.slice(-20).join(',');
    writeFileSync(join(dir, 'page.sql'), `${sql.replaceAll('$1', `'{${page}}'`).trim()};\n`);
    const { stdout } = await run('/usr/lib/postgresql/15/bin/pgbench', ['-n', '-M', 'prepared', '-c', '4', '-j', '1', '-T', String(seconds), '-f', join(dir, 'page.sql'), databaseUrl]);
    const latency = Number(/latency average = ([\d.]+)/.exec(stdout)[1]);
    return [{ name: 'pgbench: statuses.find_many of 20', perSecond: Number(/tps = ([\d.]+)/.exec(stdout)[1]), p50: latency }];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function signatures() {
  const { stdout } = await run('openssl', ['speed', '-seconds', '1', 'rsa2048']);
  const [, signs, verifies] = /rsa 2048 bits\s+\S+\s+\S+\s+([\d.]+)\s+([\d.]+)/.exec(stdout).map(Number);
  return [{ name: 'openssl: RSA-2048 signs', perSecond: signs, cpu: 1000 / signs }, { name: 'openssl: RSA-2048 verifies', perSecond: verifies, cpu: 1000 / verifies }];
}

export async function ceilings({ top, databaseUrl, ids, seconds, connections }) {
  return [...(await hello(top, { seconds, connections })), ...(await query(top, databaseUrl, ids, { seconds })), ...(await signatures())];
}
