import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { inTransaction, type Database } from '@lianban/storage'
import { describeOnDatabases, testDatabase } from '@lianban/storage/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '../json.ts'
import { signCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { hashOfDetails, hashOfEntry, type LogEntry } from './entry.ts'
import { EXPORT_FILES } from './export.ts'
import { CompactRange } from './merkle.ts'
import { fileSigners } from './signer.ts'
import { ED25519_SHA256 as suite } from './suite.ts'
import { aSupervision, anEntryInput } from './testing/a-supervision.ts'
import { verifyExport } from './verify-export.ts'

/** An exported log in hand: what a forger with the files, but without the key, can work on. */
interface Files {
  entries: LogEntry[]
  hashes: string[]
  notes: string[]
}

const T = 'sanhu'
const SIZE = 12

/** Makes the entry agree with itself again, as a careful forger would. */
const rehash = (entry: LogEntry): LogEntry => {
  const payloadHash = entry.details ? hashOfDetails(suite, entry.details) : entry.payloadHash
  const whole = { ...entry, payloadHash }
  return { ...whole, hash: hashOfEntry(suite, whole).toString('hex') }
}
const renumber = (files: Files): void => files.entries.forEach((entry, i) => (entry.seq = i))
const change = (files: Files, index: number, more: Partial<LogEntry>): LogEntry =>
  (files.entries[index] = { ...files.entries[index]!, ...more })
const aForgedEntry = (like: LogEntry): LogEntry =>
  rehash({ ...like, id: `${like.id.slice(0, -1)}z`, subject: 'case:forged' })

const CASES: { name: string; forge: (files: Files) => void; code: string; index: number | null; file: string }[] = [
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

describe('verification of an exported log', () => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  let original: string
  let folder: string

  beforeAll(async () => {
    db = await testDatabase()
    s = aSupervision(db)
    await s.fill(T, SIZE, 4)
    original = join(s.folder, 'original')
    folder = mkdtempSync(join(tmpdir(), 'lianban-tamper-'))
    await s.log.exportTo(T, original)
  })
  afterAll(async () => {
    await db.destroy()
    s.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const textLines = (name: string): string[] => readFileSync(join(original, name), 'utf8').split('\n').slice(0, -1)
  const read = (): Files => ({
    entries: textLines(EXPORT_FILES.entries).map((line) => JSON.parse(line) as LogEntry),
    hashes: textLines(EXPORT_FILES.hashes),
    notes: textLines(EXPORT_FILES.checkpoints).map((line) => (JSON.parse(line) as { note: string }).note),
  })
  const write = (files: Files): void => {
    cpSync(original, folder, { recursive: true })
    writeFileSync(
      join(folder, EXPORT_FILES.entries),
      files.entries.map((entry) => `${canonicalJson(entry)}\n`).join(''),
    )
    writeFileSync(join(folder, EXPORT_FILES.hashes), files.hashes.map((hash) => `${hash}\n`).join(''))
    writeFileSync(
      join(folder, EXPORT_FILES.checkpoints),
      files.notes.map((note) => `${canonicalJson({ note })}\n`).join(''),
    )
  }

  test('an untouched export is accepted and says what was proved', async () => {
    const status = await s.log.status(T)
    const publicKey = await s.log.publicKey(T)
    expect(await verifyExport(original, { publicKey })).toMatchObject({
      ok: true,
      size: SIZE,
      root: status.root,
      checkpoints: 3,
    })
    write(read())
    expect(readFileSync(join(folder, EXPORT_FILES.entries))).toEqual(readFileSync(join(original, EXPORT_FILES.entries)))
  })

  test.each(CASES)('$name: $code at $index', async ({ forge, code, index, file }) => {
    const files = read()
    forge(files)
    write(files)
    const found = await verifyExport(folder)
    expect(found).toMatchObject({ ok: false, code, index, file })
  })

  test('any one byte changed in entries, hashes or heads is found (random bytes)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(EXPORT_FILES.entries, EXPORT_FILES.hashes, EXPORT_FILES.checkpoints),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, where, flip) => {
          cpSync(original, folder, { recursive: true })
          const bytes = readFileSync(join(original, name))
          // The very last line end says nothing and may be missing.
          const position = where % (bytes.length - 1)
          bytes[position] = bytes[position]! ^ flip
          writeFileSync(join(folder, name), bytes)
          return !(await verifyExport(folder)).ok
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a missing file is named', async () => {
    write(read())
    rmSync(join(folder, EXPORT_FILES.hashes))
    expect(await verifyExport(folder)).toMatchObject({ ok: false, code: 'FILE_MISSING', file: EXPORT_FILES.hashes })
  })

  test('a log rolled back as a whole is accepted alone, and found with a head kept elsewhere', async () => {
    const files = read()
    const kept = files.notes[2]!
    files.entries.splice(8)
    files.hashes.splice(8)
    files.notes.splice(2)
    write(files)
    expect(await verifyExport(folder)).toMatchObject({ ok: true, size: 8 })
    expect(await verifyExport(folder, { known: [kept] })).toMatchObject({
      ok: false,
      code: 'LOG_ROLLED_BACK',
      index: 8,
    })
  })

  test('a log written anew with another key is found by the key that the verifier keeps', async () => {
    const files = read()
    const forger = await fileSigners(join(folder, 'forger'))(T)
    files.entries[3] = rehash({ ...files.entries[3]!, actorId: 'other' })
    files.notes = await resign(files, forger)
    write({ ...files, hashes: files.entries.map((entry) => entry.hash) })
    writeFileSync(join(folder, EXPORT_FILES.publicKey), forger.publicKey.export({ type: 'spki', format: 'pem' }))
    expect(await verifyExport(folder)).toMatchObject({ ok: true })
    expect(await verifyExport(folder, { publicKey: await s.log.publicKey(T) })).toMatchObject({
      ok: false,
      code: 'CHECKPOINT_FORGED',
      index: 4,
    })
    expect(await verifyExport(folder, { known: read().notes })).toMatchObject({ ok: false, code: 'CHECKPOINT_FORGED' })
  })

  test('a log written anew even with the right key is found by a head kept elsewhere', async () => {
    const files = read()
    const kept = files.notes[0]!
    files.entries[3] = rehash({ ...files.entries[3]!, actorId: 'other' })
    files.notes = await resign(files, await fileSigners(join(s.folder, 'keys'))(T))
    write({ ...files, hashes: files.entries.map((entry) => entry.hash) })
    expect(await verifyExport(folder)).toMatchObject({ ok: true })
    expect(await verifyExport(folder, { known: [kept] })).toMatchObject({ ok: false, code: 'LOG_REWRITTEN' })
  })

  test('an export is not written over another', async () => {
    await expect(s.log.exportTo(T, original)).rejects.toMatchObject({ code: 'EXPORT_FOLDER_NOT_EMPTY' })
  })

  test('an export by a person is itself in the log it gives', async () => {
    const target = join(s.folder, 'by-person')
    await s.fill('other', 2, 2)
    await s.log.exportTo('other', target, { actor: { userId: 'jianjian', name: '周正' }, ip: '10.0.0.9' })
    expect(await verifyExport(target)).toMatchObject({ ok: true, size: 3 })
    expect(readFileSync(join(target, EXPORT_FILES.entries), 'utf8')).toContain('supervision.exported')
  })
})

/** Signs the same sizes and times anew over other entries. */
async function resign(files: Files, signer: Awaited<ReturnType<ReturnType<typeof fileSigners>>>): Promise<string[]> {
  const tree = new CompactRange(suite)
  const heads = files.notes.map((note) => parseCheckpoint(note)!)
  const notes: string[] = []
  for (const entry of files.entries) {
    tree.append(hashOfEntry(suite, entry))
    const head = heads.find(({ size }) => size === tree.size)
    if (head)
      notes.push(
        (
          await signCheckpoint(signer, {
            origin: head.origin,
            size: head.size,
            at: head.at,
            root: tree.root().toString('hex'),
          })
        ).note,
      )
  }
  return notes
}

describeOnDatabases('verification of the live tables', (open) => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  beforeAll(async () => {
    db = await open()
    s = aSupervision(db)
  })
  afterAll(() => s.remove())
  const row = (tenantId: string, seq: number) => db('supervision_entry').where({ tenant_id: tenantId, seq })

  test.each<{ name: string; forge: (tenantId: string) => Promise<unknown>; code: string; index: number | null }>([
    { name: 'a row altered', forge: (t) => row(t, 5).update({ actor_id: 'other' }), code: 'ENTRY_ALTERED', index: 5 },
    {
      name: 'a payload that is no JSON any more',
      forge: (t) => row(t, 5).update({ payload: '{' }),
      code: 'ENTRY_ALTERED',
      index: 5,
    },
    { name: 'a row deleted', forge: (t) => row(t, 6).delete(), code: 'ENTRY_MISSING', index: 6 },
    {
      name: 'the last rows deleted',
      forge: (t) => db('supervision_entry').where({ tenant_id: t }).andWhere('seq', '>', 9).delete(),
      code: 'TAIL_CUT',
      index: 10,
    },
    {
      name: 'a place taken away, so that it is sealed again',
      forge: (t) => row(t, 4).update({ seq: null }),
      code: 'ENTRY_REORDERED',
      index: 4,
    },
    {
      name: 'a tile altered',
      forge: (t) =>
        db('supervision_tile')
          .where({ tenant_id: t })
          .update({ hashes: '0'.repeat(64 * 12) }),
      code: 'HASH_LIST_ALTERED',
      index: 0,
    },
    {
      name: 'the last head deleted',
      forge: (t) => db('supervision_checkpoint').where({ tenant_id: t, size: 12 }).delete(),
      code: 'LOG_ROLLED_BACK',
      index: 8,
    },
    {
      name: 'a head altered',
      forge: (t) => db('supervision_checkpoint').where({ tenant_id: t, size: 8 }).update({ note: 'x' }),
      code: 'CHECKPOINT_FORGED',
      index: 4,
    },
    {
      name: 'a payload removed without a record',
      forge: (t) => row(t, 4).update({ payload: null, salt: null, actor_name: null, ip: null }),
      code: 'PAYLOAD_REMOVED',
      index: 4,
    },
  ])('$name: $code at $index', async ({ name, forge, code, index }) => {
    const tenantId = `t${name.length}${code.slice(0, 9)}${index}`
    await s.fill(tenantId, SIZE, 4)
    expect(await s.log.verifyDatabase(tenantId)).toMatchObject({ ok: true, size: SIZE })
    await forge(tenantId)
    expect(await s.log.verifyDatabase(tenantId)).toMatchObject({ ok: false, code, index })
  })

  test('a row with a place that no sealer gave is named', async () => {
    await s.fill('beyond', 4, 4)
    const first = await row('beyond', 0).first()
    await db('supervision_entry').insert({ ...first, id: 'forged', seq: 4 })
    expect(await s.log.verifyDatabase('beyond')).toMatchObject({ ok: false, code: 'ENTRY_INSERTED', index: 4 })
  })

  test('a back-dated row slipped in before sealing is sealed and then named by its time', async () => {
    await s.fill('late', 4, 4)
    s.time.now += 3_600_000
    await inTransaction(db, (tx) => s.log.record(tx, 'late', [anEntryInput()]))
    const backThen = s.time.now - 86_400_000
    s.time.now -= 86_400_000
    await inTransaction(db, (tx) => s.log.record(tx, 'late', [anEntryInput()]))
    s.time.now += 86_400_000
    expect((await s.log.entries({ tenantId: 'late', limit: 10 })).at(-1)?.at).toBe(backThen)
    expect(await s.log.verifyDatabase('late')).toMatchObject({ ok: false, code: 'ENTRY_BACK_DATED', index: 5 })
  })

  test('a database set back to an older state is found by the head kept outside, and the log goes on and tells of it', async () => {
    await s.fill('back', 8, 4)
    await db('supervision_entry').where({ tenant_id: 'back' }).andWhere('seq', '>=', 4).delete()
    await db('supervision_checkpoint').where({ tenant_id: 'back', size: 8 }).delete()
    const log = await db('supervision_log').where({ tenant_id: 'back' }).first()
    const tile = await db('supervision_tile').where({ tenant_id: 'back' }).first()
    const tree = new CompactRange(suite)
    for (let i = 0; i < 4; i++) tree.append(Buffer.from((tile.hashes as string).slice(i * 64, i * 64 + 64), 'hex'))
    await db('supervision_log')
      .where({ tenant_id: 'back' })
      .update({ size: 4, compact_range: JSON.stringify(tree.hashes) })
    await db('supervision_tile')
      .where({ tenant_id: 'back' })
      .update({ hashes: (tile.hashes as string).slice(0, 4 * 64) })
    expect(log.size).toBe(8)
    expect(await s.log.verifyDatabase('back')).toMatchObject({ ok: false, code: 'LOG_ROLLED_BACK' })
    const entries = await s.log.entries({ tenantId: 'back', limit: 10 })
    expect(entries.at(-1)).toMatchObject({
      action: 'supervision.rollback-found',
      details: { payload: { anchoredSize: 8, size: 4 } },
    })
    await s.fill('back', 10, 5)
    expect(await s.log.verifyDatabase('back')).toMatchObject({ ok: false, code: 'LOG_REWRITTEN' })
  })
})
