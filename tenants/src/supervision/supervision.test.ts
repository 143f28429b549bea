import { createPublicKey } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inTransaction, supervision as rows, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCheckpoint } from './checkpoint.ts'
import { verifyConsistency, verifyInclusion } from './proof.ts'
import { ED25519_SHA256, SM2_SM3 } from './suite.ts'
import { aSupervision, anEntryInput } from './testing/a-supervision.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')

describeOnDatabases('supervision log', (open) => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  beforeAll(async () => {
    db = await open()
    s = aSupervision(db)
  })
  afterAll(() => s.remove())

  test('an entry lives and dies with the transaction of the change', async () => {
    const change = inTransaction(db, async (tx) => {
      await s.log.record(tx, 'tx', [anEntryInput()])
      throw new Error('the change failed')
    })
    await expect(change).rejects.toThrow('the change failed')
    expect(await s.log.status('tx')).toEqual({ size: 0, root: null, lastCheckpoint: null, unsealed: 0 })
    expect(await s.log.seal('tx')).toBeNull()
  })

  test('the sealer gives places in the order of writing and signs a head that the public key opens', async () => {
    await inTransaction(db, (tx) =>
      s.log.record(
        tx,
        'order',
        [1, 2, 3].map((n) => anEntryInput({ payload: n })),
      ),
    )
    expect((await s.log.status('order')).unsealed).toBe(3)
    const head = (await s.log.seal('order'))!
    const { items, next } = await s.log.entries('order', { limit: 2 })
    const entries = [...items, ...(await s.log.entries('order', { limit: 2, after: next! })).items]
    expect(entries.map((entry) => [entry.index, entry.payload])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
    const key = createPublicKey(await s.log.publicKey('order'))
    expect(openCheckpoint(head.note, key)?.checkpoint).toEqual(head)
    expect(head).toMatchObject({ origin: 'lianban/order/supervision', size: 3, at: s.time.now })
    expect(await s.log.status('order')).toEqual({ size: 3, root: head.root, lastCheckpoint: head, unsealed: 0 })
  })

  test('the private key is readable by its owner alone, and the public one lies beside it', async () => {
    await s.log.publicKey('order')
    expect(statSync(join(s.folder, 'keys/order.log-key.pem')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(s.folder, 'keys/order.log-key.pub.pem'), 'utf8')).toBe(await s.log.publicKey('order'))
  })

  test('every entry of 600 is proved to be in the log, and every head to go on from the one before', async () => {
    await inTransaction(db, (tx) =>
      s.log.record(
        tx,
        'proof',
        Array.from({ length: 270 }, (_, i) => anEntryInput({ payload: i })),
      ),
    )
    await s.log.seal('proof')
    await inTransaction(db, (tx) =>
      s.log.record(
        tx,
        'proof',
        Array.from({ length: 330 }, (_, i) => anEntryInput({ payload: i })),
      ),
    )
    await s.log.seal('proof')
    const [first, second] = await s.log.checkpoints('proof', { limit: 10 })
    expect([first!.size, second!.size]).toEqual([270, 600])
    const consistency = (await s.log.consistencyProof('proof', 270, 600)).map(hex)
    expect(verifyConsistency(ED25519_SHA256, 270, 600, hex(first!.root), hex(second!.root), consistency)).toBe(true)
    const all = await rows(db).sealedEntries('proof', 0, 600)
    for (const index of [0, 1, 255, 256, 269, 270, 511, 512, 598, 599]) {
      const proof = await s.log.inclusionProof('proof', all[index]!.id)
      expect(proof.index).toBe(index)
      expect(proof.steps.at(-1)!.node).toBe(second!.root)
      expect(verifyInclusion(ED25519_SHA256, index, 600, hex(proof.leafHash), proof.hashes.map(hex), hex(second!.root))).toBe(true)
    }
    expect(await s.log.verifyDatabase('proof')).toMatchObject({
      ok: true,
      size: 600,
      checkpoints: 2,
      root: second!.root,
    })
  })

  test('others are served while a log is verified', async () => {
    await inTransaction(db, (tx) => s.log.record(tx, 'long', [anEntryInput()]))
    await s.log.seal('long')
    let [turns, verifying] = [0, true]
    const other = (): void => {
      turns++
      if (verifying) setImmediate(other)
    }
    setImmediate(other)
    await s.log.verifyDatabase('long')
    verifying = false
    // one for each page of entries and of places
    expect(turns).toBeGreaterThanOrEqual(2)
  })

  test('an entry without a place has no proof yet', async () => {
    await inTransaction(db, (tx) => s.log.record(tx, 'early', [anEntryInput()]))
    const [entry] = (await s.log.entries('early', { limit: 1 })).items
    await expect(s.log.inclusionProof('early', entry!.id)).rejects.toMatchObject({ code: 'ENTRY_NOT_SEALED' })
    await expect(s.log.inclusionProof('early', 'none')).rejects.toMatchObject({ code: 'ENTRY_NOT_FOUND' })
  })

  test('sealers that run at the same time, here and in another process, leave one good log', async () => {
    const both = [s.log, s.another()]
    const writes = Array.from({ length: 20 }, (_, i) =>
      inTransaction(db, (tx) => both[i % 2]!.record(tx, 'race', [anEntryInput({ payload: i })])).then(() => both[i % 2]!.seal('race')),
    )
    await Promise.all(writes)
    await s.log.seal('race')
    expect(await s.log.verifyDatabase('race')).toMatchObject({ ok: true, size: 20 })
  })

  test('while another process holds the lease nothing is sealed; when it died the lease runs out', async () => {
    await inTransaction(db, (tx) => s.log.record(tx, 'lease', [anEntryInput()]))
    await rows(db).createLog('lease', ED25519_SHA256.name)
    await rows(db).takeLease('lease', 'another process', s.time.now, s.time.now + 15_000)
    expect(await s.log.seal('lease')).toBeNull()
    s.time.now += 15_000
    expect(await s.log.seal('lease')).toMatchObject({ size: 1 })
  })

  test('an erased entry loses what is personal, the log stays whole and tells of it', async () => {
    await s.fill('erase', 3, 3)
    const [first] = (await s.log.entries('erase', { limit: 1 })).items
    await s.log.erase('erase', first!.id, { actor: { userId: 'anquan' }, reason: '当事人依法申请删除' })
    const [erased, , , note] = (await s.log.entries('erase', { limit: 10 })).items
    expect(erased).toEqual({ ...first, actorName: null, ip: null, payload: null, erased: true })
    expect(note).toMatchObject({ action: 'supervision.entry-erased', subject: `entry:${first!.id}` })
    expect(await s.log.verifyDatabase('erase')).toMatchObject({ ok: true, size: 4 })
    await expect(s.log.erase('erase', first!.id, { actor: { userId: 'anquan' }, reason: '再次' })).rejects.toMatchObject({
      code: 'ENTRY_NOT_FOUND',
    })
  })

  test('a log of SM3 and SM2 is sealed and verified by the same code', async () => {
    const sm3 = aSupervision(db, SM2_SM3)
    await sm3.fill('sm3', 5, 2)
    expect(await sm3.log.verifyDatabase('sm3')).toMatchObject({ ok: true, size: 5 })
    expect((await sm3.log.status('sm3')).lastCheckpoint).toMatchObject({ suite: 'sm2-sm3' })
    sm3.remove()
  })

  test('half a surrogate pair, control characters and astral text come back as they were hashed', async () => {
    const odd = anEntryInput({
      actor: { userId: 'x', name: 'a\ud800b' },
      payload: { '\ud83d': '😀\u0000\u2028', n: -0, deep: [1.5, null, { z: 1, a: 2 }] },
    })
    await inTransaction(db, (tx) => s.log.record(tx, 'odd', [odd]))
    expect(await s.log.verifyDatabase('odd')).toMatchObject({ ok: true, size: 1 })
  })

  test("an action or subject that does not fit is the caller's mistake", async () => {
    const tooLong = inTransaction(db, (tx) => s.log.record(tx, 'long', [anEntryInput({ subject: 'x'.repeat(192) })]))
    await expect(tooLong).rejects.toThrow(RangeError)
  })
})
