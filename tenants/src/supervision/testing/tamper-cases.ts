import { hashOfDetails, hashOfEntry, provable, type LeafEntry } from '../entry.ts'
import { EXPORT_FILES } from '../export.ts'
import { ED25519_SHA256 as suite, type Suite } from '../suite.ts'

/** An exported log in hand: what a forger with the files, but without the key, can work on. */
export interface Files {
  entries: LeafEntry[]
  hashes: string[]
  notes: string[]
}

/** Entries of the log that the cases forge; it has a head every four. */
export const SIZE = 12

/** Makes the entry agree with itself again, as a careful forger would. */
export function rehashWith(hashes: Suite, entry: LeafEntry): LeafEntry {
  const { details } = provable(entry)
  const payloadHash = details ? hashOfDetails(hashes, details) : entry.payloadHash
  const whole = { ...entry, payloadHash }
  return { ...whole, hash: hashOfEntry(hashes, whole) }
}
export const rehash = (entry: LeafEntry): LeafEntry => rehashWith(suite, entry)
const renumber = (files: Files): void => files.entries.forEach((entry, i) => (entry.seq = i))
const change = (files: Files, index: number, more: Partial<LeafEntry>): LeafEntry =>
  (files.entries[index] = { ...files.entries[index]!, ...more })
const aForgedEntry = (like: LeafEntry): LeafEntry => rehash({ ...like, id: `${like.id.slice(0, -1)}z`, subject: 'case:forged' })

export const TAMPER_CASES: {
  name: string
  forge: (files: Files) => void
  code: string
  index: number | null
  file: string
}[] = [
  {
    name: 'a payload altered',
    forge: (f) => void (f.entries[5]!.details!.payload = { 序号: 99 }),
    code: 'ENTRY_ALTERED',
    index: 5,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'a payload altered and hashed anew',
    forge: (f) => {
      change(f, 5, { details: { ...f.entries[5]!.details!, payload: 1 } })
      f.entries[5] = rehash(f.entries[5]!)
    },
    code: 'ENTRY_ALTERED',
    index: 5,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an actor exchanged',
    forge: (f) => void change(f, 0, { actorId: 'other' }),
    code: 'ENTRY_ALTERED',
    index: 0,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry altered and hashed anew in both files',
    forge: (f) => {
      f.entries[5] = rehash(change(f, 5, { actorId: 'other' }))
      f.hashes[5] = f.entries[5].hash
    },
    code: 'LOG_REWRITTEN',
    index: 4,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'a stored hash altered',
    forge: (f) => void change(f, 11, { hash: '0'.repeat(64) }),
    code: 'ENTRY_ALTERED',
    index: 11,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry deleted',
    forge: (f) => void f.entries.splice(6, 1),
    code: 'ENTRY_MISSING',
    index: 6,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry deleted and the rest renumbered',
    forge: (f) => {
      f.entries.splice(6, 1)
      renumber(f)
    },
    code: 'ENTRY_MISSING',
    index: 6,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry deleted from both files and renumbered',
    forge: (f) => {
      f.entries.splice(6, 1)
      f.hashes.splice(6, 1)
      renumber(f)
    },
    code: 'LOG_REWRITTEN',
    index: 4,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry inserted',
    forge: (f) => {
      f.entries.splice(3, 0, aForgedEntry(f.entries[3]!))
      renumber(f)
    },
    code: 'ENTRY_INSERTED',
    index: 3,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry repeated',
    forge: (f) => {
      f.entries.splice(9, 0, { ...f.entries[2]! })
      renumber(f)
    },
    code: 'ENTRY_INSERTED',
    index: 9,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry added behind the last head',
    forge: (f) => void f.entries.push({ ...aForgedEntry(f.entries[11]!), seq: 12 }),
    code: 'ENTRY_INSERTED',
    index: 12,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'an entry of last month inserted',
    forge: (f) => {
      f.entries.splice(8, 0, rehash({ ...aForgedEntry(f.entries[8]!), at: f.entries[0]!.at - 30 * 86_400_000 }))
      renumber(f)
    },
    code: 'ENTRY_BACK_DATED',
    index: 8,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'two entries exchanged',
    forge: (f) => void ([f.entries[2], f.entries[7]] = [f.entries[7]!, f.entries[2]!]),
    code: 'ENTRY_REORDERED',
    index: 2,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'two entries exchanged and renumbered',
    forge: (f) => {
      ;[f.entries[2], f.entries[7]] = [f.entries[7]!, f.entries[2]!]
      renumber(f)
    },
    code: 'ENTRY_REORDERED',
    index: 2,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'only the numbers of two entries exchanged',
    forge: (f) => {
      f.entries[2]!.seq = 3
      f.entries[3]!.seq = 2
    },
    code: 'ENTRY_ALTERED',
    index: 2,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'the tail cut',
    forge: (f) => void f.entries.splice(10),
    code: 'TAIL_CUT',
    index: 10,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'the tail cut in both files',
    forge: (f) => {
      f.entries.splice(10)
      f.hashes.splice(10)
    },
    code: 'TAIL_CUT',
    index: 10,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'the last head removed',
    forge: (f) => void f.notes.pop(),
    code: 'ENTRY_INSERTED',
    index: 8,
    file: EXPORT_FILES.entries,
  },
  {
    name: 'a head with another size',
    forge: (f) => void (f.notes[1] = f.notes[1]!.replace('\n8\n', '\n7\n')),
    code: 'CHECKPOINT_FORGED',
    index: 7,
    file: EXPORT_FILES.checkpoints,
  },
  {
    name: 'a head with an earlier time',
    forge: (f) => void (f.notes[1] = f.notes[1]!.replace(/time \d{3}/, 'time 100')),
    code: 'CHECKPOINT_FORGED',
    index: 8,
    file: EXPORT_FILES.checkpoints,
  },
  {
    name: 'two heads exchanged',
    forge: (f) => void ([f.notes[0], f.notes[1]] = [f.notes[1]!, f.notes[0]!]),
    code: 'CHECKPOINT_FORGED',
    index: 4,
    file: EXPORT_FILES.checkpoints,
  },
  {
    name: 'the hash list altered',
    forge: (f) => void (f.hashes[4] = 'f'.repeat(64)),
    code: 'HASH_LIST_ALTERED',
    index: 4,
    file: EXPORT_FILES.hashes,
  },
  {
    name: 'the hash list cut',
    forge: (f) => void f.hashes.splice(7),
    code: 'HASH_LIST_ALTERED',
    index: 7,
    file: EXPORT_FILES.hashes,
  },
  {
    name: 'the hash list lengthened',
    forge: (f) => void f.hashes.push('f'.repeat(64)),
    code: 'HASH_LIST_ALTERED',
    index: 12,
    file: EXPORT_FILES.hashes,
  },
  {
    name: 'a payload removed without a record of it',
    forge: (f) => void change(f, 4, { details: null }),
    code: 'PAYLOAD_REMOVED',
    index: 4,
    file: EXPORT_FILES.entries,
  },
]
