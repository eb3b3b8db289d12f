// Files on their way up, kept in the browser until the server has them: after a reload or a crash they are sent again.
// Where a browser forbids this, an upload is lost with its page, which is then said.

const store = 'files';

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open('dunlin', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function run<T>(mode: IDBTransactionMode, ask: (files: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const database = await open();
    return await new Promise<T>((done, failed) => {
      const request = ask(database.transaction(store, mode).objectStore(store));
      request.transaction!.oncomplete = () => { database.close(); done(request.result); };
      request.transaction!.onabort = () => { database.close(); failed(request.error); };
    });
  } catch {
    return undefined;
  }
}

export const keepFile = (key: string, file: File) => run('readwrite', (files) => files.put(file, key));
export const fileOf = (key: string) => run<File | undefined>('readonly', (files) => files.get(key) as IDBRequest<File | undefined>);
export const dropFile = (key: string) => run('readwrite', (files) => files.delete(key));
