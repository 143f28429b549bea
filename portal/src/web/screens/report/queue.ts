import type { ReportBody } from '../../api/linkage.ts'

/*
 * Reports that wait 待发送, in this browser's IndexedDB: they survive the closing of the page and of the browser. The key of a
 * report and those of its photos are made when it is written, so that the server takes each once, however often it is sent.
 */

export interface WaitingPhoto {
  key: string
  bytes: ArrayBuffer
}

export interface WaitingReport {
  /** Also its idempotency key. */
  id: string
  /** Whose it is: another person at this phone neither sees nor sends it. */
  ownerId: string
  writtenAt: number
  body: Omit<ReportBody, 'photos'>
  photos: WaitingPhoto[]
  /** Why the server does not take it; null: it waits for the network. */
  refused: string | null
}

const NAME = 'lianban-reports'
const STORE = 'waiting'

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' })
  return settled(opening)
}

const settled = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('IndexedDB'))
  })

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    const transaction = database.transaction(STORE, mode)
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'))
    })
    const result = await settled(work(transaction.objectStore(STORE)))
    // Only what is committed is told as kept.
    await done
    return result
  } finally {
    database.close()
  }
}

/** Keeps it, or what became of it. */
export const keepReport = (report: WaitingReport): Promise<unknown> => within('readwrite', (store) => store.put(report))

export const dropReport = (id: string): Promise<unknown> => within('readwrite', (store) => store.delete(id))

/** Those of a person, oldest first. */
export async function waitingReports(ownerId: string): Promise<WaitingReport[]> {
  const all = await within('readonly', (store) => store.getAll() as IDBRequest<WaitingReport[]>)
  return all.filter((report) => report.ownerId === ownerId).sort((a, b) => a.writtenAt - b.writtenAt)
}
