// Walks the sign-in and consent pages as a browser without JavaScript does.

const entities = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'", '#x27': "'" };
const plain = (text) => text.replace(/&(#?\w+);/g, (all, name) => entities[name.toLowerCase()] ?? all);

function attributes(tag) {
  const found = new Map();
  for (const [, name, quoted, bare] of tag.matchAll(/([\w-]+)(?:="([^"]*)"|=([^\s>]+))?/g)) {
    if (!found.has(name)) found.set(name.toLowerCase(), plain(quoted ?? bare ?? ''));
  }
  return found;
}

/** The forms of a page: where they go, what they hold, and their buttons. */
function formsOf(html) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, head, inside]) => {
    const form = { ...Object.fromEntries(attributes(head)), inputs: [], buttons: [] };
    for (const [, kind, rest] of inside.matchAll(/<(input|button)\b([^>]*)>/gi)) {
      const input = Object.fromEntries(attributes(rest));
      const presses = kind.toLowerCase() === 'button' ? (input.type ?? 'submit') === 'submit' : input.type === 'submit';
      (presses ? form.buttons : form.inputs).push(input);
    }
    return form;
  });
}

/** A browser's memory: cookies, and where it is. */
class Browser {
  #cookies = new Map();

  async open(url, options = {}) {
    for (let hops = 0; hops < 10; ++hops) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { ...options, redirect: 'manual', headers: { ...options.headers, ...(cookie && { cookie }), accept: 'text/html' } });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        this.#cookies.set(name, value);
      }
      const next = response.headers.get('location');
      if (!next || response.status < 300 || response.status >= 400) return { url, status: response.status, html: await response.text() };
      url = new URL(next, url).href;
      if (!/^http:\/\/(localhost|127\.0\.0\.1)/.test(url) || new URL(url).pathname === '/callback') return { url, status: response.status, html: '' };
      options = {};
    }
    throw new Error(`too many redirects, last to ${url}`);
  }

  async submit(page, form, values, button) {
    const body = new URLSearchParams();
    for (const input of form.inputs) {
      if (!input.name || (['checkbox', 'radio'].includes(input.type) && !('checked' in input))) continue;
      body.set(input.name, values[input.name] ?? input.value ?? '');
    }
    if (button?.name) body.set(button.name, button.value ?? '');
    return this.open(new URL(form.action || page.url, page.url).href, {
      method: (form.method ?? 'get').toUpperCase(), body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  }
}

/** Signs in at an authorization URL and agrees; returns the code that the app gets. */
export async function walkToCode(url, { email, password }) {
  const browser = new Browser();
  let page = await browser.open(url);
  for (let pages = 0; pages < 4; ++pages) {
    const code = new URL(page.url).searchParams.get('code');
    if (code) return code;
    if (page.status !== 200) throw new Error(`${page.url} answered ${page.status}: ${page.html.slice(0, 300)}`);
    const forms = formsOf(page.html);
    const signIn = forms.find((form) => form.inputs.some((input) => input.type === 'password'));
    const consent = forms.find((form) => form.method?.toLowerCase() === 'post' && !form.inputs.some((input) => input.name === '_method'));
    const form = signIn ?? consent;
    if (!form) throw new Error(`no form to go on with at ${page.url}: ${page.html.slice(0, 300)}`);
    const values = {};
    for (const input of form.inputs) {
      if (input.type === 'password') values[input.name] = password;
      if (input.type === 'email' || (input.type === 'text' && /email|login|user/.test(input.name))) values[input.name] = email;
    }
    const agree = form.buttons.find((button) => !/deny|cancel|refuse/i.test(`${button.name} ${button.value}`));
    page = await browser.submit(page, form, values, agree);
  }
  throw new Error(`no code after signing in, the last page is ${page.url}`);
}
