import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailServer, readMail } from '../testing/mail-server.ts'
import { backoffMs } from './backoff.ts'
import { createMailer } from './mailer.ts'
import { postJson } from './post-json.ts'
import { ANYWHERE, publicOr } from './reach.ts'

describe('retries', () => {
  const policy = { firstRetryMs: 60_000, maxRetryMs: 600_000, maxAttempts: 9 }

  test('come at twice the time before, at most so far apart, each with a part taken off', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempts) => backoffMs(policy, attempts))).toEqual([60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
    expect(backoffMs(policy, 2, () => 0)).toBe(60_000)
    expect(backoffMs(policy, 2, () => 0.5)).toBe(90_000)
  })
})

describe('what may be called', () => {
  test('by TLS is every public address and no other; without TLS nothing', () => {
    const reach = publicOr([])
    for (const address of ['93.184.216.34', '2606:4700:4700::1111']) {
      expect(reach(address, true)).toBe(true)
      expect(reach(address, false)).toBe(false)
    }
    const special = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1']
    const six = [
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:a9fe:a9fe',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
    ]
    for (const address of [...special, ...six]) expect(reach(address, true), address).toBe(false)
  })

  test('is what the configuration names too, and this machine without TLS where it is named', () => {
    const reach = publicOr(['10.20.0.0/16', '127.0.0.0/8'])
    expect(reach('10.20.3.4', true)).toBe(true)
    expect(reach('10.20.3.4', false)).toBe(false)
    expect(reach('10.21.3.4', true)).toBe(false)
    expect(reach('127.0.0.1', false)).toBe(true)
  })
})

describe('a POST', () => {
  let server: Server
  let port: number
  let status = 204
  const got: { headers: IncomingHttpHeaders; body: string; url: string }[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        got.push({ headers: request.headers, body, url: request.url! })
        if (request.url === '/silent') return
        response.writeHead(status, { location: `http://127.0.0.1:${port}/elsewhere` }).end('x'.repeat(100_000))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const post = (path: string, more: Partial<Parameters<typeof postJson>[0]> = {}) =>
    postJson({ url: `http://127.0.0.1:${port}${path}`, body: '{"名":1}', headers: { 'x-one': '1' }, mayReach: ANYWHERE, ...more })

  test('brings its body and gives the status; a redirect is a status like any other and is not followed', async () => {
    expect(await post('/a')).toBe(204)
    expect(got[0]).toMatchObject({ body: '{"名":1}', headers: { 'x-one': '1', 'content-type': 'application/json' } })
    status = 302
    expect(await post('/b')).toBe(302)
    expect(got.map(({ url }) => url)).toEqual(['/a', '/b'])
  })

  test('goes to no address that is not allowed, written out or by its name, and no byte is sent there', async () => {
    const before = got.length
    for (const url of [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://[::1]:${port}/`, `http://0x7f000001:${port}/`])
      await expect(post('', { url, mayReach: publicOr([]) })).rejects.toThrow('不在允许访问的范围内')
    await expect(post('', { url: `https://localhost:${port}/`, mayReach: publicOr([]) })).rejects.toThrow('不在允许访问的范围内')
    expect(got).toHaveLength(before)
    expect(await post('', { url: `http://localhost:${port}/`, mayReach: publicOr(['127.0.0.0/8', '::1']) })).toBe(302)
  })

  test('does not wait for ever, and says what is wrong', async () => {
    await expect(post('/silent', { withinMs: 50 })).rejects.toThrow('未在规定时间内答复')
    await expect(post('', { url: 'http://127.0.0.1:1/' })).rejects.toThrow('无法连接')
  })
})

describe('a mail', () => {
  const mail = {
    to: ['a@sanhu.example'],
    subject: '黄牌',
    text: '超过承诺时限',
    html: '<p>超过承诺时限</p>',
    messageId: '<id1@sanhu.example>',
  }

  test('is brought by SMTP in the clear, with its own id', async () => {
    const server = await mailServer()
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, from: '联办 <lianban@sanhu.example>' })
    expect(await mailer.send(mail)).toBe('<id1@sanhu.example>')
    const read = readMail(server.mails[0]!.text)
    expect(read).toMatchObject({ subject: '黄牌', messageId: '<id1@sanhu.example>' })
    expect(read.body).toContain('<p>超过承诺时限</p>')
    await server.close()
    await expect(mailer.send(mail)).rejects.toThrow()
  })

  test('goes by STARTTLS and by smtps with a password, and not to a server whose certificate is not trusted', async () => {
    const onAuth: NonNullable<Parameters<typeof mailServer>[0]>['onAuth'] = ({ username, password }, _, done) =>
      password === 'geheim' ? done(null, { user: username }) : done(new Error('535 wrong password'))
    const trusting = '?tls.rejectUnauthorized=false'
    for (const [scheme, options] of [
      ['smtp', { authOptional: false, disabledCommands: [], onAuth }],
      ['smtps', { authOptional: false, secure: true, onAuth }],
    ] as const) {
      const server = await mailServer({
        ...options,
        disabledCommands: [...('disabledCommands' in options ? options.disabledCommands : [])],
      })
      const url = `${scheme}://lianban:geheim@127.0.0.1:${server.port}/`
      const from = 'lianban@sanhu.example'
      await createMailer({ smtpUrl: url + trusting, from }).send(mail)
      expect(server.mails).toMatchObject([{ secure: true, user: 'lianban' }])
      await expect(createMailer({ smtpUrl: url, from }).send(mail)).rejects.toThrow(/certificate|self.signed/i)
      await expect(createMailer({ smtpUrl: url.replace('geheim', 'wrong') + trusting, from }).send(mail)).rejects.toThrow('535')
      await server.close()
    }
  })
})
