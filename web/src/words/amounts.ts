import { locale } from './words';

const minute = 60, hour = 60 * minute, day = 24 * hour;

/** "5m", "3h", "2d", then the date. */
export function ago(when: string, now = Date.now()): string {
  const time = new Date(when);
  const seconds = Math.max(0, Math.round((now - time.getTime()) / 1000));
  const short = (value: number, unit: string) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(Math.floor(value));
  if (seconds < minute) return short(seconds, 'second');
  if (seconds < hour) return short(seconds / minute, 'minute');
  if (seconds < day) return short(seconds / hour, 'hour');
  if (seconds < 7 * day) return short(seconds / day, 'day');
  const sameYear = time.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(time);
}

export function inFull(when: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(when));
}

export function onDay(when: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(when));
}

/** "in 3 hours". */
export function until(when: string, now = Date.now()): string {
  const seconds = (new Date(when).getTime() - now) / 1000;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (seconds < hour) return relative.format(Math.max(1, Math.round(seconds / minute)), 'minute');
  if (seconds < day) return relative.format(Math.round(seconds / hour), 'hour');
  return relative.format(Math.round(seconds / day), 'day');
}

/** 1,234 as "1.2K". */
export function short(count: number): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

export function full(count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}
