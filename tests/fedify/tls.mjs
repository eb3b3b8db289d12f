// A certificate authority for one test, a certificate for localhost, and a TLS front for a server that speaks plain http.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const openssl = (...words) => execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] });

/** Paths of the files; they live in a folder of their own. */
export function makeCertificates() {
  const dir = mkdtempSync(join(tmpdir(), 'dunlin-ca-'));
  const at = (name) => join(dir, name);
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Test authority', '-keyout', at('ca.key'), '-out', at('ca.pem'));
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', at('host.key'), '-out', at('host.csr'));
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost\n');
  openssl('x509', '-req', '-days', '2', '-in', at('host.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('names'), '-out', at('host.pem'));
  return { dir, authority: at('ca.pem'), key: at('host.key'), certificate: at('host.pem') };
}

/** Hands on what comes to this port, as a web server before Dunlin does. Resolves with the front, whose close() ends it. */
export async function tlsFront(port, to, { key, certificate }) {
  const front = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, outgoing) => {
    const headers = { ...incoming.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' };
    const inner = request({ host: '127.0.0.1', port: to, method: incoming.method, path: incoming.url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    inner.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(inner);
  });
  await new Promise((done) => front.listen(port, '127.0.0.1', done));
  return front;
}
