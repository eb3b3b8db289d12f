/** What went wrong, as somebody who reads it can understand it. */
export class Problem extends Error {
  constructor(readonly status: number, message: string) { super(message); }
  get isOffline() { return this.status === 0; }
}

/** `said` is the server's own reason. Status 0: no answer came. */
export function problem(status: number, said?: string): Problem {
  return new Problem(status, said ?? '');
}
