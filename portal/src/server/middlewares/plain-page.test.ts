import { expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { publicPage } from '../present/public-page.ts'
import { sendPage } from './plain-page.ts'

/** What somebody is sent whose device has this cookie. */
function sent(look: string | undefined, title = '办件进度查询'): { body: string; headers: Record<string, string> } {
  const ctx = { headers: {}, set: (headers: object) => Object.assign(ctx.headers, headers), cookies: { get: () => look } } as unknown as Ctx
  sendPage(ctx, 200, publicPage(title, '<h1>办件进度查询</h1>'))
  return ctx as unknown as { body: string; headers: Record<string, string> }
}

test.each([
  [undefined, '<html lang="zh-CN">', false],
  ['dark', '<html lang="zh-CN" class="dark">', false],
  ['light.large', '<html lang="zh-CN" class="light">', true],
  ['large', '<html lang="zh-CN">', true],
  ['"><script>', '<html lang="zh-CN">', false],
])('a plain page looks as its reader chose in the application: %s', (look, html, isLarge) => {
  const { body } = sent(look)
  expect(body).toContain(html)
  expect(/<input type="checkbox" id="large"[^>]* checked>/.test(body)).toBe(isLarge)
  expect(body).not.toContain('<script')
})

test('it runs nothing, loads nothing, is kept nowhere, and its title is text', () => {
  const { body, headers } = sent(undefined, '<b>')
  expect(body).toContain('<title>&#60;b&#62;</title>')
  expect(headers['Content-Security-Policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; form-action 'self'/)
  expect(headers['Cache-Control']).toBe('no-store')
})
