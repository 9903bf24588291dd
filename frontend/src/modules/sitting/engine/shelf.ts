/*
 * Where what is unsent waits on this device: IndexedDB, else localStorage, else only this page's memory. Some
 * office browsers forbid the first, private windows both; a database that never answers counts as forbidden.
 */
import { openDB, type IDBPDatabase } from 'idb'
import type { Entry } from './machine'

export interface Shelf {
  /** `memory` survives nothing: the page must say so. */
  readonly kind: 'database' | 'storage' | 'memory'
  list(): Promise<Entry[]>
  put(entry: Entry): Promise<void>
  remove(entry: Entry): Promise<void>
}

const nameOf = (entry: Entry) => [entry.sitting, entry.lease, entry.n].join('/')

function inOrder(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => a.lease - b.lease || a.n - b.n)
}

export async function openShelf(): Promise<Shelf> {
  const found = (await openDatabase()) ?? openStorage() ?? memoryShelf()
  return guarded(found)
}

/** From the first failure on everything goes to memory: a full disk must not hold up an answer. */
function guarded(best: Shelf): Shelf {
  const spare = memoryShelf()
  let now = best
  async function attempt<T>(act: (shelf: Shelf) => Promise<T>): Promise<T> {
    try {
      return await within(3000, act(now))
    } catch {
      now = spare
      return act(spare)
    }
  }
  return {
    get kind() {
      return now.kind
    },
    list: () => attempt((shelf) => shelf.list()),
    put: (entry) => attempt((shelf) => shelf.put(entry)),
    remove: (entry) => attempt((shelf) => shelf.remove(entry)),
  }
}

/** Safari has been seen to open a database for ever. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

async function openDatabase(): Promise<Shelf | null> {
  if (typeof indexedDB === 'undefined') return null
  let database: IDBPDatabase
  try {
    database = await within(2000, openDB('yuekao', 1, { upgrade: (fresh) => void fresh.createObjectStore('unsent') }))
  } catch {
    return null
  }
  return {
    kind: 'database',
    list: async () => inOrder((await database.getAll('unsent')) as Entry[]),
    put: async (entry) => void (await database.put('unsent', entry, nameOf(entry))),
    remove: (entry) => database.delete('unsent', nameOf(entry)),
  }
}

const prefix = 'yuekao.unsent.'

export function openStorage(): Shelf | null {
  try {
    localStorage.setItem(`${prefix}try`, '1')
    localStorage.removeItem(`${prefix}try`)
  } catch {
    return null
  }
  return {
    kind: 'storage',
    list: async () => {
      const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
      return inOrder(keys.filter((key) => key.startsWith(prefix)).map((key) => JSON.parse(localStorage.getItem(key)!) as Entry))
    },
    put: async (entry) => localStorage.setItem(prefix + nameOf(entry), JSON.stringify(entry)),
    remove: async (entry) => localStorage.removeItem(prefix + nameOf(entry)),
  }
}

export function memoryShelf(): Shelf {
  const kept = new Map<string, Entry>()
  return {
    kind: 'memory',
    list: async () => inOrder([...kept.values()]),
    put: async (entry) => void kept.set(nameOf(entry), entry),
    remove: async (entry) => void kept.delete(nameOf(entry)),
  }
}
