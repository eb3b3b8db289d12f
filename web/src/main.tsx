import { render } from 'preact';
import './styles/index.css';
import { recoverDrafts } from './compose/draft';
import { startLive } from './live/live';
import { startSession } from './session/session';
import { read } from './session/stored';
import { App } from './shell/app';
import { startKeys } from './shell/keys';
import { go, place, root, startRouter } from './shell/router';
import { Welcome } from './shell/welcome';
import { applyLook } from './settings/look';
import { speak } from './words/words';

/** Keeps the app's files and brings pushed notifications. */
function startWorker() {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(`${root}/sw.js`).catch(() => undefined);
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ go?: string }>) => { if (data.go) go(data.go); });
}

applyLook();
await speak([...read<string[]>('language', []), ...navigator.languages]).catch(() => undefined);
const signedIn = startSession();
startRouter();
const where = place.value.path;
if (signedIn && where === '/sign_in') {
  history.replaceState(null, '', `${root}/`);
  place.value = { ...place.value, path: '/' };
}
if (signedIn && where !== '/signed_in') {
  // A database that does not open must not keep the app from opening.
  await Promise.race([recoverDrafts(), new Promise((done) => setTimeout(done, 500))]);
  startKeys();
  startLive();
  render(<App />, document.getElementById('app')!);
  startWorker();
} else {
  render(<Welcome />, document.getElementById('app')!);
}
