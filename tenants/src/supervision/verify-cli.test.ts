import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSupervision } from './testing/a-supervision.ts'
import { runVerifyLog } from './verify-cli.ts'

let db: Database
let s: ReturnType<typeof aSupervision>
let folder: string
beforeAll(async () => {
  db = await testDatabase()
  s = aSupervision(db)
  folder = join(s.folder, 'export')
  await s.fill('sanhu', 3, 3)
  await s.log.exportTo('sanhu', folder)
})
afterAll(async () => {
  await db.destroy()
  s.remove()
})

const run = async (...args: string[]): Promise<{ code: number; text: string }> => {
  let text = ''
  const code = await runVerifyLog(args, (more) => (text += more))
  return { code, text }
}

test('a good export gives 0 and says what was proved', async () => {
  const key = join(s.folder, 'keys/sanhu.log-key.pub.pem')
  const known = join(s.folder, 'keys/sanhu.checkpoint')
  const { code, text } = await run(folder, '--public-key', key, '--known', known)
  expect(code).toBe(0)
  expect(text).toContain('核验通过:3 条记录')
  expect((await run(folder)).text).toContain('请核对其指纹')
})

test('an export with one byte changed gives 1 and names the entry', async () => {
  const file = join(folder, 'entries.ndjson')
  const good = readFileSync(file, 'utf8')
  writeFileSync(file, good.replace('"序号":2', '"序号":3'))
  const { code, text } = await run(folder)
  expect(code).toBe(1)
  expect(text).toContain('第 1 条记录')
  expect(text).toContain('ENTRY_ALTERED')
  writeFileSync(file, good)
})

test('wrong usage gives 2 and shows how', async () => {
  expect((await run()).code).toBe(2)
  expect((await run(folder, '--what')).text).toContain('用法')
  expect((await run(folder, '--known', join(s.folder, 'none'))).code).toBe(2)
})
