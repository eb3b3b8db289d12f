import { problem } from './problem';

export type Value = string | number | boolean | null | undefined;
export type Params = Record<string, Value | readonly Value[]>;

export interface Page<T> {
  items: T[];
  /** Parameters of the next older page; none when this was the last. */
  next?: Params;
}

interface Options {
  query?: Params;
  body?: Params | FormData | object;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** How long an answer may take before the request counts as lost. */
const patience = 30_000;

export function encode(params: Params): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value)) for (const one of value) encoded.append(`${name}[]`, String(one));
    else encoded.set(name, String(value));
  }
  return encoded;
}

/** What a Link header says of the page after this one. */
export function nextOf(link: string | null): Params | undefined {
  const address = link && /<([^>]*)>;\s*rel="next"/.exec(link)?.[1];
  if (!address) return undefined;
  const params: Params = {};
  const query = new URL(address, 'http://localhost').searchParams;
  for (const name of ['max_id', 'offset']) if (query.has(name)) params[name] = query.get(name);
  return params;
}

/** One account's way to its server. */
export class Client {
  /** Called when the server says that the token is no longer good. */
  onSignedOut?: () => void;

  constructor(readonly base: string, readonly token?: string) {}

  async send(method: string, path: string, options: Options = {}): Promise<Response> {
    const query = options.query ? encode(options.query).toString() : '';
    const headers: Record<string, string> = { ...options.headers };
    if (this.token) headers['Authorization'] = `Bearer ${this.token}`;
    let body: BodyInit | undefined;
    if (options.body instanceof FormData) body = options.body;
    else if (options.body) {
      body = JSON.stringify(options.body);
      headers['Content-Type'] = 'application/json';
    }
    const late = AbortSignal.timeout(patience);
    const signal = options.signal ? anyOf(options.signal, late) : late;
    let response: Response;
    try {
      response = await fetch(`${this.base}${path}${query && `?${query}`}`, { method, headers, body, signal });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw problem(0);
    }
    if (response.ok) return response;
    const said = (await response.json().catch(() => ({}))) as { error?: string };
    if (response.status === 401 && this.token) this.onSignedOut?.();
    throw problem(response.status, typeof said.error === 'string' ? said.error : undefined);
  }

  async get<T>(path: string, query?: Params, signal?: AbortSignal): Promise<T> {
    return (await this.send('GET', path, { query, signal })).json() as Promise<T>;
  }

  async page<T>(path: string, query?: Params, signal?: AbortSignal): Promise<Page<T>> {
    const response = await this.send('GET', path, { query, signal });
    return { items: (await response.json()) as T[], next: nextOf(response.headers.get('Link')) };
  }

  async post<T>(path: string, body?: Options['body'], headers?: Record<string, string>): Promise<T> {
    return (await this.send('POST', path, { body, headers })).json() as Promise<T>;
  }

  async put<T>(path: string, body?: Options['body']): Promise<T> {
    return (await this.send('PUT', path, { body })).json() as Promise<T>;
  }

  async patch<T>(path: string, body?: Options['body']): Promise<T> {
    return (await this.send('PATCH', path, { body })).json() as Promise<T>;
  }

  async delete<T>(path: string, body?: Options['body']): Promise<T> {
    return (await this.send('DELETE', path, { body })).json() as Promise<T>;
  }
}

/** AbortSignal.any, which not every browser in use has. */
function anyOf(...signals: AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true, signal: controller.signal });
  }
  return controller.signal;
}
