import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Koa from 'koa'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { spa } from './spa.ts'

const SCRIPT = 'export const answer = 42\n'.repeat(200)
const PAGES = {
  matters: { file: 'first-page-0.html', data: ['/api/matters', '/api/drafts'], isOwn: true },
  'guide/:key': { file: 'first-page-1.html', data: ['/api/guide/:key'] },
}
let root: string
let server: Server

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lianban-spa-'))
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), '<!doctype html>')
  writeFileSync(join(root, 'first-pages.json'), JSON.stringify(PAGES))
  writeFileSync(join(root, 'first-page-0.html'), 'all matters')
  writeFileSync(join(root, 'first-page-1.html'), 'one matter')
  writeFileSync(join(root, 'assets/app-abcdefgh.js'), SCRIPT)
  writeFileSync(join(root, 'assets/app-abcdefgh.js.gz'), gzipSync(SCRIPT))
  server = new Koa().use(spa(root)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => {
  server.close()
  rmSync(root, { recursive: true })
})

const ask = (path: string, encoding = '', cookie = ''): Promise<{ response: IncomingMessage; body: Buffer }> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    request({ port, host: '127.0.0.1', path, headers: { 'Accept-Encoding': encoding, Cookie: cookie } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ response, body: Buffer.concat(parts) }))
    })
      .on('error', reject)
      .end()
  })

it('gives a file compressed to whoever takes it so, and says that it depends on that', async () => {
  const { response, body } = await ask('/assets/app-abcdefgh.js', 'gzip')
  expect(response.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(body.length).toBeLessThan(SCRIPT.length / 5)
  const plain = await ask('/assets/app-abcdefgh.js')
  expect(plain.response.headers['content-encoding']).toBeUndefined()
  expect(plain.body.toString()).toBe(SCRIPT)
})

it('gives the page for every address of the router, and nothing for a file or a call that is not there', async () => {
  expect((await ask('/studio/drafts/1')).body.toString()).toBe('<!doctype html>')
  expect((await ask('/assets/none.js')).response.statusCode).toBe(404)
  expect((await ask('/api/none')).response.statusCode).toBe(404)
})

it('gives a page that people come to first its own variant, and announces what the page will read', async () => {
  const paths = ['/matters', '/guide/food', '/guide/food/more', '/guide/%22%3E']
  const answers = await Promise.all(paths.map((path) => ask(path)))
  expect(answers.map(({ body }) => body.toString())).toEqual(['all matters', 'one matter', '<!doctype html>', '<!doctype html>'])
  expect(answers.map(({ response }) => response.headers.link)).toEqual([
    undefined,
    '</api/guide/food>; rel=preload; as=fetch; crossorigin',
    undefined,
    undefined,
  ])
  const own = await ask('/matters', '', 'lianban_session=x')
  expect(own.response.headers.link).toBe(
    '</api/matters>; rel=preload; as=fetch; crossorigin, </api/drafts>; rel=preload; as=fetch; crossorigin',
  )
  expect(answers[1]!.response.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
})
