import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testDatabase } from '@lianban/storage/testing'
import { canonicalJson } from '../../json.ts'
import { parseCheckpoint, signCheckpoint } from '../checkpoint.ts'
import { hashOfEntry, type LeafEntry } from '../entry.ts'
import { EXPORT_FILES } from '../export.ts'
import { CompactRange } from '../merkle.ts'
import { fileSigners, publicPem, type Signer } from '../signer.ts'
import { ED25519_SHA256, SM2_SM3, type Suite } from '../suite.ts'
import { aSupervision } from './a-supervision.ts'
import { rehashWith } from './tamper-cases.ts'

/*
 * Makes the checked-in exports under tenants/test/fixtures/log, one for each way to tamper with a log. They are made once
 * and kept, so that a later version of the verifier is held to logs of an earlier one:
 *   node --conditions=development --import tsx tenants/src/supervision/testing/make-fixtures.ts <folder>
 */

const T = 'sanhu'
const DAY_MS = 86_400_000

interface Export {
  entries: LeafEntry[]
  hashes: string[]
  notes: string[]
}
interface Forger {
  suite: Suite
  signer: Signer
}
type Forge = (log: Export, forger: Forger) => Promise<void> | void

const renumber = ({ entries }: Export): void => entries.forEach((entry, seq) => (entry.seq = seq))

/** What was done, and what a verifier who keeps the key and yesterday's head must say. */
const KINDS: Record<string, { forge: Forge; expected: object }> = {
  'happy-path': { forge: () => undefined, expected: { ok: true, size: 12, checkpoints: 3 } },
  edited: {
    forge: (log) => void (log.entries[5]!.details!.payload = { 序号: 99 }),
    expected: { ok: false, code: 'ENTRY_ALTERED', index: 5 },
  },
  deleted: {
    forge: (log) => {
      log.entries.splice(6, 1)
      renumber(log)
    },
    expected: { ok: false, code: 'ENTRY_MISSING', index: 6 },
  },
  inserted: {
    forge: (log, { suite }) => {
      log.entries.splice(3, 0, rehashWith(suite, { ...log.entries[3]!, id: `${log.entries[3]!.id.slice(0, -1)}z`, subject: 'case:forged' }))
      renumber(log)
    },
    expected: { ok: false, code: 'ENTRY_INSERTED', index: 3 },
  },
  'back-dated': {
    forge: (log, { suite }) => {
      const like = log.entries[8]!
      log.entries.splice(8, 0, rehashWith(suite, { ...like, id: `${like.id.slice(0, -1)}z`, at: like.at - 30 * DAY_MS }))
      renumber(log)
    },
    expected: { ok: false, code: 'ENTRY_BACK_DATED', index: 8 },
  },
  swapped: {
    forge: (log) => {
      ;[log.entries[2], log.entries[7]] = [log.entries[7]!, log.entries[2]!]
      renumber(log)
    },
    expected: { ok: false, code: 'ENTRY_REORDERED', index: 2 },
  },
  'tail-cut': {
    forge: (log) => {
      log.entries.splice(10)
      log.hashes.splice(10)
    },
    expected: { ok: false, code: 'TAIL_CUT', index: 10 },
  },
  'rolled-back': {
    forge: (log) => {
      log.entries.splice(8)
      log.hashes.splice(8)
      log.notes.splice(2)
    },
    expected: { ok: false, code: 'LOG_ROLLED_BACK', index: 8 },
  },
  'checkpoint-forged': {
    forge: (log) => void (log.notes[1] = log.notes[1]!.replace('\n8\n', '\n7\n')),
    expected: { ok: false, code: 'CHECKPOINT_FORGED', index: 7 },
  },
  'key-swapped': {
    forge: async (log, { suite, signer }) => {
      log.entries[3] = rehashWith(suite, { ...log.entries[3]!, actorId: 'other' })
      log.hashes = log.entries.map(({ hash }) => hash)
      log.notes = await resign(suite, signer, log)
    },
    expected: { ok: false, code: 'CHECKPOINT_FORGED' },
  },
}

async function resign(suite: Suite, signer: Signer, { entries, notes }: Export): Promise<string[]> {
  const tree = new CompactRange(suite)
  const heads = notes.map((note) => parseCheckpoint(note)!)
  const signed: string[] = []
  for (const entry of entries) {
    tree.append(Buffer.from(hashOfEntry(suite, entry), 'hex'))
    const head = heads.find(({ size }) => size === tree.size)
    if (head)
      signed.push(
        (await signCheckpoint(signer, { origin: head.origin, size: head.size, at: head.at, root: tree.root().toString('hex') })).note,
      )
  }
  return signed
}

async function make(target: string, suite: Suite): Promise<void> {
  const db = await testDatabase()
  const s = aSupervision(db, suite)
  await s.fill(T, 12, 4)
  const original = join(s.folder, 'original')
  await s.log.exportTo(T, original)
  const lines = (name: string): string[] => readFileSync(join(original, name), 'utf8').trimEnd().split('\n')
  for (const [kind, { forge, expected }] of Object.entries(KINDS)) {
    const folder = join(target, suite.name, kind)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(join(folder, 'export'), { recursive: true })
    cpSync(original, join(folder, 'export'), { recursive: true })
    const log: Export = {
      entries: lines(EXPORT_FILES.entries).map((line) => JSON.parse(line) as LeafEntry),
      hashes: lines(EXPORT_FILES.hashes),
      notes: lines(EXPORT_FILES.checkpoints).map((line) => (JSON.parse(line) as { note: string }).note),
    }
    const last = log.notes.at(-1)!
    const forger = await fileSigners(join(s.folder, 'forger'), suite)(T)
    await forge(log, { suite, signer: forger })
    const put = (name: string, all: string[]): void => writeFileSync(join(folder, name), all.map((line) => `${line}\n`).join(''))
    put(
      `export/${EXPORT_FILES.entries}`,
      log.entries.map((entry) => canonicalJson(entry)),
    )
    put(`export/${EXPORT_FILES.hashes}`, log.hashes)
    put(
      `export/${EXPORT_FILES.checkpoints}`,
      log.notes.map((note) => canonicalJson({ note })),
    )
    if (kind === 'key-swapped') writeFileSync(join(folder, 'export', EXPORT_FILES.publicKey), publicPem(forger.publicKey))
    writeFileSync(join(folder, 'kept-key.pem'), await s.log.publicKey(T))
    writeFileSync(join(folder, 'kept.checkpoint'), last)
    writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected)}\n`)
  }
  await db.destroy()
  s.remove()
}

const [target] = process.argv.slice(2)
if (!target) throw new Error('name the folder')
for (const suite of [ED25519_SHA256, SM2_SM3]) await make(target, suite)
