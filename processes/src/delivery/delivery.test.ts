import { createHmac } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { createMailer, createTenants, fileSealer, loadSampleCounty, publicOr, type EntryInput } from '@lianban/tenants'
import { mailServer, readMail } from '@lianban/tenants/testing'
import { afterEach, expect, it } from 'vitest'
import { createNotices, createNoticeSettings, mailChannel } from '../notices/index.ts'
import { createWebHooks, hookChannel, tellHooks } from '../web-hooks/index.ts'
import { createOutbox, DELIVERY_RETRY } from './outbox.ts'

const CHEAP = { N: 16, r: 8, p: 1 }
const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const T = 'sanhu'
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** An address of another house. */
async function otherHouse() {
  const house = { port: 0, status: 200, got: [] as { headers: IncomingHttpHeaders; body: string }[], url: '' }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      house.got.push({ headers: request.headers, body })
      response.writeHead(house.status, { location: '/elsewhere' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  house.port = (server.address() as AddressInfo).port
  house.url = `http://127.0.0.1:${house.port}/events?token=x`
  return house
}

async function county(database: Database) {
  const keysFolder = await mkdtemp(join(tmpdir(), 'lianban-delivery-'))
  const time = { now: NOW }
  const clock = () => time.now
  const tenants = createTenants({ database, clock, keysFolder, scrypt: CHEAP, onRecorded: [tellHooks] })
  await loadSampleCounty({ database, tenants })
  const smtp = await mailServer()
  closing.push(smtp.close)
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${smtp.port}`, from: '联办 <lianban@sanhu.example>' })
  const senderOf = () => Promise.resolve({ countyName: '三湖县', publicUrl: 'https://sanhu.example' })
  const sealer = fileSealer(keysFolder)
  const mayReach = publicOr(['127.0.0.0/8'])
  const channels = { mail: mailChannel({ database, mailer, senderOf }), 'web-hook': hookChannel({ database, sealer, mayReach, clock }) }
  /** One server of several. */
  const server = () => createOutbox({ database, tenants, clock, random: () => 1, channels })
  const outbox = server()
  const caller = (id: string) => tenants.users.caller(T, id)
  return {
    ...{ database, tenants, time, smtp, server, outbox, caller },
    notices: createNotices({ database, tenants, clock, mail: true }),
    settings: createNoticeSettings({ database, tenants, clock, mailer, senderOf }),
    hooks: createWebHooks({ database, tenants, clock, sealer, mayReach, outbox }),
    record: (...entries: Partial<EntryInput>[]) =>
      inTransaction(database, (tx) =>
        tenants.supervision.record(
          tx,
          T,
          entries.map((entry) => ({
            action: 'case.closed',
            subject: 'case:c1',
            organId: 'scjg',
            actor: { userId: 'chengban' },
            payload: {},
            ...entry,
          })),
        ),
      ),
    logged: async (subject: string) => (await tenants.supervision.entries(T, { subject, limit: 20 })).items.map(({ action }) => action),
  }
}

type County = Awaited<ReturnType<typeof county>>

/** Somebody with a mailbox that he has proved. */
async function withMailbox({ settings, smtp, caller }: County, id: string): Promise<void> {
  await settings.propose(await caller(id), `${id}@sanhu.example`)
  const code = /验证码:(\d{6})/.exec(readMail(smtp.mails.at(-1)!.text).body)![1]!
  await settings.confirm(await caller(id), code)
  smtp.mails.length = 0
}

const tell = ({ database, notices }: County, userIds: string[], more: object = {}) =>
  inTransaction(database, (tx) =>
    notices.send(tx, T, {
      kind: 'card',
      to: { userIds },
      title: '黄牌:超期',
      text: '请<尽快>处理',
      link: '/supervision/cards/c1',
      ...more,
    }),
  )

describeOnDatabases('notices by mail', (open) => {
  it('go to the mailbox that was proved by its code, and to nobody who has none', async () => {
    const c = await county(await open())
    await withMailbox(c, 'juzhang')
    await tell(c, ['juzhang', 'jianjian'])
    expect(await c.outbox.deliver(T)).toBe(1)
    expect(await c.outbox.deliver(T)).toBe(0)
    const [mail] = c.smtp.mails
    expect(mail!.to).toEqual(['juzhang@sanhu.example'])
    const { subject, body, messageId } = readMail(mail!.text)
    const [delivery] = (await c.outbox.list(await c.caller('xitong'), { limit: 9 })).items
    expect(subject).toBe('【三湖县联办】黄牌:超期')
    expect(messageId).toBe(`<${delivery!.id}@sanhu.example>`)
    expect(body).toContain('https://sanhu.example/supervision/cards/c1')
    expect(body).toContain('请&lt;尽快&gt;处理')
    // Who he is stands in no mail.
    expect(body).not.toContain((await c.caller('juzhang')).name)
    expect(delivery).toMatchObject({ channel: 'mail', target: 'juzhang', topic: 'card', state: 'sent', attempts: 1 })
  })

  it('take a code that is right, in time and not guessed at', async () => {
    const c = await county(await open())
    const leader = await c.caller('juzhang')
    await expect(c.settings.propose(leader, 'no mailbox')).rejects.toMatchObject({ code: 'MAIL_ADDRESS_INVALID' })
    await c.settings.propose(leader, 'a@sanhu.example')
    await expect(c.settings.propose(leader, 'b@sanhu.example')).rejects.toMatchObject({ code: 'MAIL_CODE_TOO_SOON' })
    const codeOf = () => /验证码:(\d{6})/.exec(readMail(c.smtp.mails.at(-1)!.text).body)![1]!
    const code = codeOf()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let guess = 0; guess < 5; guess++)
      await expect(c.settings.confirm(leader, wrong)).rejects.toMatchObject({ code: 'MAIL_CODE_WRONG' })
    await expect(c.settings.confirm(leader, code)).rejects.toMatchObject({ code: 'MAIL_CODE_WRONG' })
    c.time.now += MINUTE_MS
    await c.settings.propose(leader, 'a@sanhu.example')
    c.time.now += 15 * MINUTE_MS
    await expect(c.settings.confirm(leader, codeOf())).rejects.toMatchObject({ code: 'MAIL_CODE_WRONG' })
    await c.settings.propose(leader, 'a@sanhu.example')
    await expect(c.settings.confirm(await c.caller('jianjian'), codeOf())).rejects.toMatchObject({ code: 'MAIL_CODE_WRONG' })
    await c.settings.confirm(leader, codeOf())
    expect(await c.settings.get(leader)).toMatchObject({ address: 'a@sanhu.example', newAddress: null })
    await c.settings.remove(leader)
    expect(await c.settings.get(leader)).toMatchObject({ address: null })
    expect(await c.logged('user:juzhang')).toEqual(expect.arrayContaining(['user.mail-verified', 'user.mail-removed']))
  })

  it('are of the kinds that were chosen; urgent ones always come in the application', async () => {
    const c = await county(await open())
    const leader = await c.caller('juzhang')
    await withMailbox(c, 'juzhang')
    await c.settings.choose(leader, [
      { kind: 'card', app: true, mail: false },
      { kind: 'rating', app: false, mail: true },
      { kind: 'calendar', app: false, mail: false },
    ])
    await expect(c.settings.choose(leader, [{ kind: 'card', app: false, mail: true }])).rejects.toMatchObject({
      code: 'NOTICE_CHOICE_INVALID',
    })
    await expect(c.settings.choose(leader, [{ kind: 'x', app: true, mail: true }])).rejects.toMatchObject({ code: 'NOTICE_CHOICE_INVALID' })
    for (const kind of ['card', 'rating', 'calendar']) await tell(c, ['juzhang'], { kind, title: kind })
    expect((await c.notices.list(leader, { limit: 9 })).items.map(({ title }) => title)).toEqual(['card'])
    expect(await c.outbox.deliver(T)).toBe(1)
    expect(readMail(c.smtp.mails[0]!.text).subject).toContain('rating')
  })

  it('are not written if what they tell of is rolled back, and not sent to whoever gave his mailbox up meanwhile', async () => {
    const c = await county(await open())
    await withMailbox(c, 'juzhang')
    const failed = inTransaction(c.database, async (tx) => {
      await c.notices.send(tx, T, { kind: 'card', to: { userIds: ['juzhang'] }, title: '红牌', text: '' })
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    await tell(c, ['juzhang'])
    await c.settings.remove(await c.caller('juzhang'))
    expect(await c.outbox.deliver(T)).toBe(0)
    expect(c.smtp.mails).toEqual([])
    expect((await c.outbox.list(await c.caller('xitong'), { limit: 9 })).items).toMatchObject([{ state: 'dropped', nextAt: null }])
  })

  it('are brought once by several servers, and tried later, then given up, then sent again by the administrator', async () => {
    const c = await county(await open())
    await withMailbox(c, 'juzhang')
    await tell(c, ['juzhang'])
    const sent = await Promise.all([c.server(), c.server(), c.server()].map((one) => one.deliver(T)))
    expect(sent.reduce((a, b) => a + b)).toBe(1)
    expect(c.smtp.mails).toHaveLength(1)

    c.smtp.onMail = () => {
      throw new Error('mailbox full')
    }
    await tell(c, ['juzhang'])
    const admin = await c.caller('xitong')
    for (let attempt = 1; attempt <= DELIVERY_RETRY.maxAttempts; attempt++) {
      expect(await c.outbox.deliver(T)).toBe(0)
      expect((await c.outbox.list(admin, { limit: 1 })).items).toMatchObject([
        { attempts: attempt, error: expect.stringContaining('mailbox full') as string },
      ])
      c.time.now += DELIVERY_RETRY.maxRetryMs
    }
    const [dead] = (await c.outbox.list(admin, { state: 'dead', limit: 9 })).items
    expect(dead).toMatchObject({ nextAt: null })
    expect(await c.logged(`delivery:${dead!.id}`)).toEqual(['delivery.undelivered'])

    c.smtp.onMail = () => {}
    await expect(c.outbox.resend(await c.caller('juzhang'), dead!.id)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await c.outbox.resend(admin, dead!.id)
    await expect(c.outbox.resend(admin, dead!.id)).rejects.toMatchObject({ code: 'DELIVERY_ON_ITS_WAY' })
    await expect(c.outbox.resend(admin, 'x')).rejects.toMatchObject({ code: 'DELIVERY_NOT_FOUND' })
    expect(await c.outbox.deliver(T)).toBe(1)
    expect(readMail(c.smtp.mails.at(-1)!.text).messageId).toContain(dead!.id)
    expect(await c.logged(`delivery:${dead!.id}`)).toContain('delivery.resent')
    c.time.now += 91 * DAY_MS
    expect(await c.outbox.clearOld(T)).toBe(2)
  })

  it('of a server that died in the middle are brought by another, with the same id', async () => {
    const c = await county(await open())
    await withMailbox(c, 'juzhang')
    await tell(c, ['juzhang'])
    // It took the delivery, sent the mail, and was gone before it could say so.
    await c.database('delivery').update({ attempts: 1, next_at: NOW + 2 * MINUTE_MS })
    expect(await c.outbox.deliver(T)).toBe(0)
    c.time.now += 2 * MINUTE_MS
    expect(await c.outbox.deliver(T)).toBe(1)
    expect((await c.outbox.list(await c.caller('xitong'), { limit: 1 })).items).toMatchObject([{ state: 'sent', attempts: 2 }])
  })
})

describeOnDatabases('events by web hook', (open) => {
  const verify = (header: string, body: string, secret: string): boolean => {
    const parts = header.split(',').map((part) => part.split('=') as [string, string])
    const t = parts.find(([name]) => name === 't')![1]
    const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
    return parts.some(([name, value]) => name === 'v1' && value === expected)
  }

  it('go to the hooks that want them, signed, with what the log has and no names', async () => {
    const [c, house] = [await county(await open()), await otherHouse()]
    const admin = await c.caller('xitong')
    const { id, secret } = await c.hooks.create(admin, {
      name: '一体化平台',
      url: house.url,
      events: ['case.closed', 'case.accepted', 'card.issued'],
    })
    await c.record(
      { payload: { status: 'granted', reason: '张三' } },
      { action: 'task.completed', payload: { effect: 'accept', opinion: '同意' } },
      { action: 'task.opened', payload: {} },
      { action: 'card.yellow', payload: { card: 'k1', integrity: false } },
      { action: 'card.red', payload: { card: 'k2', integrity: true } },
    )
    expect(await c.outbox.deliver(T)).toBe(3)
    const bodies = house.got.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    expect(bodies.map(({ event }) => event)).toEqual(['case.closed', 'case.accepted', 'card.issued'])
    const [entry] = (await c.tenants.supervision.entries(T, { subject: 'case:c1', limit: 1 })).items
    expect(bodies[0]).toEqual({
      ...{ id: entry!.id, event: 'case.closed', at: new Date(NOW).toISOString(), tenant: T, organId: 'scjg' },
      subject: { type: 'case', id: 'c1' },
      data: { status: 'granted', result: null },
    })
    const { headers, body } = house.got[0]!
    expect(verify(String(headers['x-lianban-signature']), body, secret)).toBe(true)
    expect(verify(String(headers['x-lianban-signature']), `${body} `, secret)).toBe(false)
    expect(headers).toMatchObject({ 'x-lianban-event': 'case.closed', 'x-lianban-delivery': expect.any(String) as string })
    const { items } = await c.outbox.list(admin, { channel: 'web-hook', target: id, limit: 9 })
    expect(items.map(({ status, state }) => [status, state])).toEqual(Array(3).fill([200, 'sent']))
    const [stored] = await c.database('web_hook')
    expect(JSON.stringify(stored)).not.toContain(secret)
  })

  it('are not sent for what was rolled back, nor to a hook that is switched off', async () => {
    const [c, house] = [await county(await open()), await otherHouse()]
    const admin = await c.caller('xitong')
    const { id } = await c.hooks.create(admin, { name: '平台', url: house.url, events: ['case.closed'] })
    const failed = inTransaction(c.database, async (tx) => {
      await c.tenants.supervision.record(tx, T, [{ action: 'case.closed', subject: 'case:c1', actor: { userId: 'x' }, payload: {} }])
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    await c.record({})
    await c.hooks.enable(admin, id, false)
    await c.record({})
    expect(await c.outbox.deliver(T)).toBe(0)
    await c.hooks.enable(admin, id, true)
    await c.record({})
    expect(await c.outbox.deliver(T)).toBe(1)
    expect(house.got).toHaveLength(1)
    expect((await c.outbox.list(admin, { limit: 9 })).items.map(({ state }) => state)).toEqual(['sent', 'dropped'])
    expect(await c.logged(`web-hook:${id}`)).toEqual(['web-hook.created', 'web-hook.disabled', 'web-hook.enabled'])
  })

  it('keep their order for a receiver that fails, and do not hold up another', async () => {
    const [c, house, other] = [await county(await open()), await otherHouse(), await otherHouse()]
    const admin = await c.caller('xitong')
    await c.hooks.create(admin, { name: '一', url: house.url, events: ['case.closed'] })
    await c.hooks.create(admin, { name: '二', url: other.url, events: ['case.closed'] })
    house.status = 302
    for (const subject of ['case:c1', 'case:c2']) await c.record({ subject })
    expect(await c.outbox.deliver(T)).toBe(2)
    expect(house.got).toHaveLength(1)
    expect((await c.outbox.list(admin, { state: 'waiting', limit: 9 })).items.map(({ status, attempts }) => [status, attempts])).toEqual([
      [null, 0],
      [302, 1],
    ])
  })

  it('reach a hook however much waits for another that fails', async () => {
    const [c, house, other] = [await county(await open()), await otherHouse(), await otherHouse()]
    const admin = await c.caller('xitong')
    await c.hooks.create(admin, { name: '一', url: house.url, events: ['case.closed'] })
    await c.hooks.create(admin, { name: '二', url: other.url, events: ['case.voided'] })
    house.status = 500
    await c.record(...Array.from({ length: 60 }, (_, i) => ({ subject: `case:c${i}` })))
    c.time.now += 1
    await c.record({ action: 'case.voided' })
    expect(await c.outbox.deliver(T)).toBe(1)
    expect([house.got.length, other.got.length]).toEqual([1, 1])
  })

  it('that piled up come as soon as the receiver answers again, each once', async () => {
    const [c, house] = [await county(await open()), await otherHouse()]
    const admin = await c.caller('xitong')
    await c.hooks.create(admin, { name: '平台', url: house.url, events: ['case.closed'] })
    house.status = 503
    await c.record({ subject: 'case:c1' })
    for (let attempt = 0; attempt < 6; attempt++) {
      expect(await c.outbox.deliver(T)).toBe(0)
      c.time.now += 2 ** attempt * MINUTE_MS
    }
    await c.record({ subject: 'case:c2' })
    // The first one, due again, and then the other, not tried yet; the first waits for more than an hour.
    expect([await c.outbox.deliver(T), await c.outbox.deliver(T)]).toEqual([0, 0])
    house.status = 200
    house.got.length = 0
    c.time.now += MINUTE_MS
    expect([await c.outbox.deliver(T), await c.outbox.deliver(T), await c.outbox.deliver(T)]).toEqual([1, 1, 0])
    expect(house.got.map(({ body }) => (JSON.parse(body) as { subject: { id: string } }).subject.id)).toEqual(['c2', 'c1'])
  })

  it('are signed by both secrets for a day after a change, and by the new one alone from then on', async () => {
    const [c, house] = [await county(await open()), await otherHouse()]
    const admin = await c.caller('xitong')
    const { id, secret: old } = await c.hooks.create(admin, { name: '平台', url: house.url, events: ['case.closed'] })
    const { secret } = await c.hooks.rotate(admin, id)
    const last = () => {
      const { headers, body } = house.got.at(-1)!
      return [old, secret].map((one) => verify(String(headers['x-lianban-signature']), body, one))
    }
    expect(await c.hooks.ping(admin, id)).toMatchObject({ state: 'sent', status: 200, topic: 'ping' })
    expect(last()).toEqual([true, true])
    c.time.now += DAY_MS
    await c.hooks.ping(admin, id)
    expect(last()).toEqual([false, true])
    house.status = 500
    expect(await c.hooks.ping(admin, id)).toMatchObject({ state: 'waiting', status: 500, error: '对方答复 500' })
  })

  it('go to addresses that may be called alone', async () => {
    const c = await county(await open())
    const admin = await c.caller('xitong')
    const make = (url: string, events = ['case.closed']) => c.hooks.create(admin, { name: '平台', url, events })
    for (const url of [
      'http://sanhu.example/',
      'http://10.0.0.1/',
      'https://10.0.0.1/',
      'https://[::1]/',
      'https://a:b@sanhu.example/',
      'ftp://x/',
      'x',
    ])
      await expect(make(url), url).rejects.toMatchObject({ code: 'WEB_HOOK_INVALID' })
    for (const events of [[], ['case.opened']])
      await expect(make('https://sanhu.example/', events)).rejects.toMatchObject({ code: 'WEB_HOOK_INVALID' })
    await expect(
      c.hooks.create(await c.caller('juzhang'), { name: 'x', url: 'https://sanhu.example/', events: ['case.closed'] }),
    ).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    })
    // A name that means this machine, by TLS, is refused where it is not allowed: when it is called.
    await make('https://sanhu.example/')
    expect(await c.hooks.list(admin)).toHaveLength(1)
  })
})
