// One kind of request, as fast as wrk can ask.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Lines of "METHOD\tpath\ttoken\tbody" are asked in turn, each connection from a place of its own. Bodies may
 *  hold {n}, a number that no other request has. */
const script = `
local lines = {}
for line in io.lines(os.getenv("REQUESTS")) do
  local method, path, token, body = line:match("^([^\\t]*)\\t([^\\t]*)\\t([^\\t]*)\\t(.*)$")
  lines[#lines + 1] = {method = method, path = path, token = token, body = body}
end
local at, count, threads = 0, 0, 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init() at = number * 7919; math.randomseed(os.time() + number) ; salt = math.random(1, 1e9) end
function request()
  at = at + 1
  count = count + 1
  local line = lines[at % #lines + 1]
  local headers = {}
  if line.token ~= "" then headers["Authorization"] = "Bearer " .. line.token end
  local body = nil
  if line.body ~= "" then
    headers["Content-Type"] = "application/json"
    body = line.body:gsub("{n}", number .. "-" .. salt .. "-" .. count)
  end
  return wrk.format(line.method, line.path, headers, body)
end
function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %f %f %d\\n", summary.requests, summary.duration, summary.errors.status,
    latency:percentile(50), latency:percentile(99), summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
`;

/** Asks for `seconds`; resolves to counts, rates and latencies in ms. */
export async function load(base, requests, { seconds = 3, connections = 16, threads = 1 } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'dunlin-load-'));
  try {
    writeFileSync(join(dir, 'script.lua'), script);
    writeFileSync(join(dir, 'requests'), requests.map(({ method = 'GET', path, token = '', body = '' }) => `${method}\t${path}\t${token}\t${body}\n`).join(''));
    const { stdout } = await run('wrk', ['-t', String(threads), '-c', String(connections), '-d', `${seconds}s`, '--timeout', '20s', '-s', join(dir, 'script.lua'), base],
      { env: { ...process.env, REQUESTS: join(dir, 'requests') } });
    const [, count, micros, refused, p50, p99, broken] = /RESULT (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+)/.exec(stdout).map(Number);
    return { count, refused, broken, perSecond: count / (micros / 1e6), p50: p50 / 1000, p99: p99 / 1000 };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
