// What must outlive the browser's own end, or is too large for text: kept in the browser's database.

type Store = 'drafts' | 'files';
const stores: Store[] = ['drafts', 'files'];

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  return (opening ??= new Promise<IDBDatabase>((done, failed) => {
    const request = indexedDB.open('dunlin', 2);
    request.onupgradeneeded = () => { for (const one of stores) if (!request.result.objectStoreNames.contains(one)) request.result.createObjectStore(one); };
    request.onsuccess = () => {
      // A newer build in another window is not kept waiting.
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      done(request.result);
    };
    request.onerror = () => failed(request.error ?? new Error('no database'));
  }).catch((error: unknown) => { opening = null; throw error; }));
}

/** Where there is no database, or no room in it, this visit goes on without. */
async function run<T>(store: Store, mode: IDBTransactionMode, ask: (on: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  if (typeof indexedDB === 'undefined') return undefined;
  try {
    const on = (await open()).transaction(store, mode, { durability: 'strict' });
    const request = ask(on.objectStore(store));
    return await new Promise<T | undefined>((done, failed) => {
      on.oncomplete = () => done(request.result as T);
      on.onabort = () => failed(on.error ?? new Error('aborted'));
    });
  } catch {
    return undefined;
  }
}

export const load = <T>(store: Store, key: string) => run<T>(store, 'readonly', (on) => on.get(key));
export const keep = (store: Store, key: string, value: unknown) => run<void>(store, 'readwrite', (on) => on.put(value, key));
export const forget = (store: Store, key: string) => run<void>(store, 'readwrite', (on) => on.delete(key));
