// How long polls run.

/** Seconds that can be chosen. */
export const lasting = [300, 1800, 3600, 21600, 43200, 86400, 259200, 604800];
export const usual = 86400;

/** The choice that comes nearest to the time between the two. */
export function nearestLasting(from: string, to: string | null): number {
  if (!to) return usual;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return lasting.reduce((best, one) => (Math.abs(one - seconds) < Math.abs(best - seconds) ? one : best));
}
