import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '../json.ts'
import { signCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { hashOfEntry, type LeafEntry } from './entry.ts'
import { EXPORT_FILES } from './export.ts'
import { CompactRange } from './merkle.ts'
import { fileSigners } from './signer.ts'
import { ED25519_SHA256 as suite } from './suite.ts'
import { aSupervision } from './testing/a-supervision.ts'
import { rehash, SIZE, TAMPER_CASES, type Files } from './testing/tamper-cases.ts'
import { verifyExport } from './verify-export.ts'

const T = 'sanhu'

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
    entries: textLines(EXPORT_FILES.entries).map((line) => JSON.parse(line) as LeafEntry),
    hashes: textLines(EXPORT_FILES.hashes),
    notes: textLines(EXPORT_FILES.checkpoints).map((line) => (JSON.parse(line) as { note: string }).note),
  })
  const write = (files: Files): void => {
    cpSync(original, folder, { recursive: true })
    writeFileSync(join(folder, EXPORT_FILES.entries), files.entries.map((entry) => `${canonicalJson(entry)}\n`).join(''))
    writeFileSync(join(folder, EXPORT_FILES.hashes), files.hashes.map((hash) => `${hash}\n`).join(''))
    writeFileSync(join(folder, EXPORT_FILES.checkpoints), files.notes.map((note) => `${canonicalJson({ note })}\n`).join(''))
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

  test.each(TAMPER_CASES)('$name: $code at $index', async ({ forge, code, index, file }) => {
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
    tree.append(Buffer.from(hashOfEntry(suite, entry), 'hex'))
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
