// A whole server as a process of its own: its PostgreSQL, its Redis, its port. Everything is ended by pid.
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.mjs';
import { Person } from './person.mjs';

const run = promisify(execFile);
const top = new URL('../../../', import.meta.url).pathname;
const services = join(top, 'scripts/services');
// A killed process and a crashed PostgreSQL leave what the kernel was given: only benchmarks wait for the disk.
const serviceOptions = { env: { ...process.env, ...(process.env.DUNLIN_DURABLE ? {} : { THROWAWAY: '1' }) } };
// Asked when a server starts, not when this file is read: a bench names its binary after its imports.
const binary = () => process.env.DUNLIN_BINARY ?? join(top, 'build/dev/dunlin');

export async function freePort() {
  const listener = createServer();
  await new Promise((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address();
  await new Promise((done) => listener.close(done));
  return port;
}

const started = new Set();
process.on('exit', () => { for (const child of started) try { process.kill(child.pid, 'SIGKILL'); } catch { /* gone */ } });

export class Server {
  /** Starts services and server; `settings` are further environment variables. */
  static async start(name, settings = {}) {
    const server = new Server();
    server.name = name;
    server.dir = mkdtempSync(join(tmpdir(), `dunlin-${name}-`));
    server.port = await freePort();
    server.domain = `localhost:${server.port}`;
    server.base = `http://${server.domain}`;
    await run('chmod', ['711', server.dir]);
    const { stdout } = await run(services, ['start', server.dir], serviceOptions);
    const stores = Object.fromEntries(stdout.trim().split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    server.env = {
      PATH: process.env.PATH, HOME: server.dir, ...stores, LOCAL_DOMAIN: server.domain, LOCAL_HTTPS: 'false', PORT: String(server.port), BIND: '127.0.0.1',
      ALLOWED_PRIVATE_ADDRESSES: '127.0.0.0/8,::1/128', RATE_LIMITS: 'off', PAPERCLIP_ROOT_PATH: join(server.dir, 'media'), LOG_LEVEL: 'info', ...settings };
    for (const name of ['ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS', 'ASAN_SYMBOLIZER_PATH']) if (process.env[name]) server.env[name] = process.env[name];
    await server.serve();
    return server;
  }

  /** Starts the process again, with the data it had; resolves when it answers. */
  async serve() {
    const log = openSync(join(this.dir, 'server.log'), 'a');
    this.process = spawn(binary(), ['serve'], { env: this.env, stdio: ['ignore', log, log], cwd: this.dir });
    started.add(this.process);
    const child = this.process;
    child.once('exit', () => started.delete(child));
    await eventually(`${this.name} is ready`, async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw Object.assign(new Error(`${this.name} ended at its start:\n${this.log()}`), { final: true });
      return (await fetch(`${this.base}/ready`, { signal: AbortSignal.timeout(2000) })).status === 200;
    }, 30_000);
  }

  /** Ends the process with the signal and waits until it is gone. */
  async end(signal = 'SIGTERM', patience = 20_000) {
    const child = this.process;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), patience);
      await gone;
      clearTimeout(late);
    }
    return child.signalCode ?? child.exitCode;
  }

  /** A second process on the same database and Redis; end() ends it. */
  async twin() {
    const twin = Object.assign(new Server(), this, { name: `${this.name} too`, port: await freePort() });
    twin.base = `http://localhost:${twin.port}`;
    twin.env = { ...this.env, PORT: String(twin.port) };
    await twin.serve();
    return twin;
  }

  async restartRedis() { await run(services, ['restart', this.dir, 'redis'], serviceOptions); }
  async restartPostgres() { await run(services, ['restart', this.dir, 'postgres', 'immediate'], serviceOptions); }

  /** Runs an admin command; returns what it printed. */
  async command(...words) {
    const { stdout } = await run(binary(), words, { env: this.env, cwd: this.dir });
    return stdout;
  }

  /** A confirmed account, signed in through the server's pages. */
  async person(username, options = []) {
    const email = `${username}@example.org`;
    const said = await this.command('accounts', 'create', username, `--email=${email}`, '--confirmed', '--approve', ...options);
    const password = /New password: (\S+)/.exec(said)?.[1];
    if (!password) throw new Error(`no password in: ${said}`);
    return Person.signIn(this, { username, email, password });
  }

  log() { return readFileSync(join(this.dir, 'server.log'), 'utf8').split('\n').slice(-60).join('\n'); }

  /** Ends everything and removes its files; returns how the process ended. */
  async stop() {
    const how = await this.end();
    await run(services, ['stop', this.dir]);
    if (process.env.DUNLIN_KEEP) console.error(`kept: ${this.dir}`);
    else rmSync(this.dir, { recursive: true, force: true });
    return how;
  }
}
