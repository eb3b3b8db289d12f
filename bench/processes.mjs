// CPU time and memory of processes, from /proc.
import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100;

function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), own: Number(fields[11]) + Number(fields[12]), gone: Number(fields[13]) + Number(fields[14]) };
}

function childrenOf(pid) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((other) => {
    try { return stat(other).parent === pid; } catch { return false; }
  });
}

/** CPU seconds of a process so far; with `family`, of the children it has and had too. */
export function cpuSeconds(pid, family = false) {
  const { own, gone } = stat(pid);
  let ticks = own;
  if (family) {
    ticks += gone;
    for (const child of childrenOf(pid)) try { ticks += stat(child).own; } catch { /* just ended: in `gone` next time */ }
  }
  return ticks / ticksPerSecond;
}

/** Resident memory in MiB. */
export function residentMiB(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** The most it ever was, in MiB. */
export function peakMiB(pid) {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** What server, PostgreSQL and Redis burn while the work runs. */
export async function costOf(pids, work) {
  const now = () => ({ server: cpuSeconds(pids.server), postgres: cpuSeconds(pids.postgres, true), redis: cpuSeconds(pids.redis) });
  const before = now();
  const result = await work();
  const after = now();
  return { result, cpu: Object.fromEntries(Object.keys(before).map((key) => [key, after[key] - before[key]])) };
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length % 2 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}
