import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicKey } from 'node:crypto'
import { openObjectStore, type Database } from '@lianban/storage'
import { describeOnDatabases, testDatabase } from '@lianban/storage/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../../caller.ts'
import { openCheckpoint } from '../checkpoint.ts'
import { createSupervision } from '../supervision.ts'
import { mailServer } from '../../testing/mail-server.ts'
import { aSupervision } from '../testing/a-supervision.ts'
import { folderTarget } from './folder-target.ts'
import { hookSignature, hookTarget } from './hook-target.ts'
import { mailTarget } from './mail-target.ts'
import { objectTarget } from './object-target.ts'
import { PUBLISH_DEFAULTS, retryAfterMs } from './publisher.ts'
import type { Publication, PublishTarget } from './target.ts'

const T = 'sanhu'
const HOUR_MS = 3_600_000
const caller = { userId: 'jianjian', tenantId: T, name: '周正', posts: [], ip: '10.0.0.9' } as unknown as Caller

/** A place that keeps what it gets, and fails as long as it is told to. */
function aPlace(): PublishTarget & { got: Publication[]; broken: boolean } {
  const place = {
    name: 'place',
    kind: 'folder' as const,
    address: '纪委监委',
    got: [] as Publication[],
    broken: false,
    send: (publication: Publication) => {
      if (place.broken) return Promise.reject(new Error('磁盘已满'))
      place.got.push(publication)
      return Promise.resolve(`shelf ${place.got.length}`)
    },
  }
  return place
}

describeOnDatabases('publishing of signed heads', (open) => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  beforeAll(async () => {
    db = await open()
    s = aSupervision(db)
  })
  afterAll(() => s.remove())
  const logWith = (place: PublishTarget) =>
    createSupervision({
      database: db,
      clock: () => s.time.now,
      signers: s.signers,
      anchors: s.anchors,
      publish: { targets: [place], everyMs: HOUR_MS },
    })

  test('an hour brings one head to a place, the latest, and the log tells of it', async () => {
    const place = aPlace()
    const log = logWith(place)
    await s.fill(T, 4, 2)
    expect(await log.publish(T)).toBe(1)
    await s.fill(T, 6, 2)
    expect(await log.publish(T)).toBe(0)
    s.time.now += HOUR_MS
    await log.seal(T)
    expect(await log.publish(T)).toBe(1)
    const key = createPublicKey(await log.publicKey(T))
    expect(place.got.map(({ checkpoint }) => openCheckpoint(checkpoint.note, key)?.checkpoint.size)).toEqual([4, 11])
    const { items } = await log.deliveries(T, { limit: 10 })
    expect(items.map(({ size, state, location, address }) => [size, state, location, address])).toEqual([
      [11, 'sent', 'shelf 2', '纪委监委'],
      [4, 'sent', 'shelf 1', '纪委监委'],
    ])
    const told = (await log.entries(T, { subject: `log:${T}`, limit: 10 })).items
    expect(told.map(({ action }) => action)).toEqual(Array(2).fill('supervision.checkpoint-published'))
  })

  test('a place that fails is tried later and later; given up, it stands with its reason until somebody sends it again', async () => {
    const place = aPlace()
    const log = logWith(place)
    const tenantId = 'dead'
    place.broken = true
    await s.fill(tenantId, 1, 1)
    let waited = 0
    for (let attempt = 1; attempt <= PUBLISH_DEFAULTS.maxAttempts; attempt++) {
      expect(await log.publish(tenantId)).toBe(0)
      const [delivery] = (await log.deliveries(tenantId, { limit: 1 })).items
      expect(delivery).toMatchObject({ attempts: attempt, error: '磁盘已满' })
      s.time.now += retryAfterMs(attempt)
      waited += retryAfterMs(attempt)
    }
    expect(waited).toBeGreaterThan(24 * HOUR_MS)
    const [dead] = (await log.deliveries(tenantId, { state: 'dead', limit: 10 })).items
    expect(dead).toMatchObject({ state: 'dead', nextAt: null, size: 1 })
    place.broken = false
    await log.resend({ ...caller, tenantId }, dead!.id)
    expect(await log.publish(tenantId)).toBeGreaterThan(0)
    expect(place.got[0]!.checkpoint.size).toBe(1)
    await expect(log.resend({ ...caller, tenantId }, dead!.id)).rejects.toMatchObject({ code: 'DELIVERY_NOT_DEAD' })
    await expect(log.resend(caller, dead!.id)).rejects.toMatchObject({ code: 'DELIVERY_NOT_FOUND' })
  })

  test('two servers at once bring a head to a place once', async () => {
    const place = aPlace()
    const [one, other] = [logWith(place), logWith(place)]
    await s.fill('twice', 1, 1)
    await one.publish('none')
    await Promise.allSettled([one.publish('twice'), other.publish('twice')])
    await one.publish('twice')
    expect(place.got).toHaveLength(1)
  })
})

describe('places', () => {
  let db: Database
  let publication: Publication
  const folder = mkdtempSync(join(tmpdir(), 'lianban-publish-'))
  beforeAll(async () => {
    db = await testDatabase()
    const s = aSupervision(db)
    await s.fill(T, 3, 3)
    publication = {
      tenantId: T,
      checkpoint: (await s.log.status(T)).lastCheckpoint!,
      publicKeyFingerprint: 'f'.repeat(64),
    }
    s.remove()
  })
  afterAll(async () => {
    await db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a folder gets a file that is written once and never over', async () => {
    const target = folderTarget(join(folder, 'worm'))
    const file = await target.send(publication)
    expect(readFileSync(file, 'utf8')).toBe(publication.checkpoint.note)
    expect(statSync(file).mode & 0o222).toBe(0)
    expect(await target.send(publication)).toBe(file)
    rmSync(file)
    writeFileSync(file, 'other')
    await expect(target.send(publication)).rejects.toThrow('内容不同')
    expect(readdirSync(join(folder, 'worm'))).toHaveLength(1)
  })

  test('the object store gets the note under its own hash', async () => {
    const objects = await openObjectStore(`file:${join(folder, 'objects')}`)
    const sha256 = await objectTarget(objects).send(publication)
    let text = ''
    for await (const chunk of await objects.get(sha256)) text += String(chunk)
    expect(text).toBe(publication.checkpoint.note)
    await objects.close()
  })

  test('a web hook gets a POST that its receiver can check, and an answer other than 2xx is a failure', async () => {
    const got: { headers: IncomingHttpHeaders; body: string }[] = []
    let status = 204
    const server: Server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        got.push({ headers: request.headers, body })
        response.writeHead(status).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/heads?token=x`
    const target = hookTarget({ url, secret: 'shared', clock: () => 42 })
    expect(target.address).not.toContain('token')
    await target.send(publication)
    const { headers, body } = got[0]!
    expect(headers['x-lianban-signature']).toBe(hookSignature('shared', '42', body))
    expect(headers['x-lianban-timestamp']).toBe('42')
    expect(JSON.parse(body)).toMatchObject({ tenantId: T, size: 3, note: publication.checkpoint.note })
    status = 503
    await expect(target.send(publication)).rejects.toThrow('503')
    await new Promise((resolve) => server.close(resolve))
    await expect(target.send(publication)).rejects.toThrow('无法连接')
  })

  test('a mailbox gets a mail with the note as a file', async () => {
    const server = await mailServer()
    const target = mailTarget({
      smtpUrl: `smtp://127.0.0.1:${server.port}`,
      from: 'lianban@sanhu.example',
      to: ['jiwei@sanhu.example', 'shenji@sanhu.example'],
    })
    const messageId = await target.send(publication)
    expect(messageId).toMatch(/^<.+>$/)
    expect(server.mails[0]!.to).toEqual(['jiwei@sanhu.example', 'shenji@sanhu.example'])
    expect(server.mails[0]!.text).toContain('sanhu-000000000003.checkpoint')
    expect(server.mails[0]!.text.replaceAll('\r\n', '')).toContain(Buffer.from(publication.checkpoint.note).toString('base64').slice(0, 60))
    await server.close()
    await expect(target.send(publication)).rejects.toThrow()
  })
})
