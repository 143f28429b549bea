import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { signatureHeader } from './signature.ts'

const DOCS = fileURLToPath(new URL('../../../docs/webhooks.md', import.meta.url))

type IsGenuine = (header: string, body: string, secret: string, now?: number) => boolean

test('what docs/webhooks.md gives to receivers takes what is genuine, under the old secret too, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-hook-docs-'))
  const file = join(folder, 'verify.mjs')
  writeFileSync(file, /```js\n([\s\S]*?)```/.exec(readFileSync(DOCS, 'utf8'))![1]!)
  const { isGenuine } = (await import(pathToFileURL(file).href)) as { isGenuine: IsGenuine }
  rmSync(folder, { recursive: true })
  const [at, body] = [1_789_693_200_999, '{"event":"受理"}']
  const header = signatureHeader(['new', 'old'], at, body)
  expect(header).toMatch(/^t=1789693200,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/)
  const now = at / 1000 + 10
  for (const secret of ['new', 'old']) expect(isGenuine(header, body, secret, now)).toBe(true)
  expect(isGenuine(header, body, 'other', now)).toBe(false)
  expect(isGenuine(header, `${body} `, 'new', now)).toBe(false)
  expect(isGenuine(header.replace('t=17', 't=18'), body, 'new', now)).toBe(false)
  expect(isGenuine(header, body, 'new', now + 300)).toBe(false)
  expect(isGenuine('t=1,v1=zz', body, 'new', 1)).toBe(false)
})
