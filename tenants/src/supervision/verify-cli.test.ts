import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, type Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSupervision, anEntryInput, removeGuards } from './testing/a-supervision.ts'
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

test('auditor finds an edited, a deleted and a back-dated log row with only the exported files', async () => {
  // given four logs of twelve entries with a signed head every four; the auditor keeps the key and the head of the eighth
  const county = await testDatabase()
  const office = aSupervision(county)
  const desk = mkdtempSync(join(tmpdir(), 'lianban-auditor-'))
  const LOGS = ['untouched', 'edited', 'deleted', 'back-dated']
  for (const log of LOGS) {
    await office.fill(log, 8, 4)
    cpSync(join(office.folder, `keys/${log}.log-key.pub.pem`), join(desk, `${log}.pem`))
    cpSync(join(office.folder, `keys/${log}.checkpoint`), join(desk, `${log}.note`))
    await office.fill(log, 4, 4)
  }

  // when somebody with the database changes a row of one, deletes one of another, and adds to the last one that pretends to be of
  // the day before, which the sealer seals like any other
  await removeGuards(county)
  const rowOf = async (log: string, seq: number) => {
    const { id } = (await county('supervision_leaf').where({ tenant_id: log, seq }).first('id')) as { id: string }
    return { tenant_id: log, id }
  }
  await county('supervision_detail')
    .where(await rowOf('edited', 5))
    .update({ payload: '{"序号":99}' })
  await county('supervision_entry')
    .where(await rowOf('deleted', 6))
    .delete()
  office.time.now -= 86_400_000
  await inTransaction(county, (tx) => office.log.record(tx, 'back-dated', [anEntryInput({ payload: { 事项: '补记' } })]))
  office.time.now += 86_400_000
  await office.log.seal('back-dated')
  for (const log of LOGS) await office.log.exportTo(log, join(desk, log))

  // then the files alone say which row it is and what was done to it: no database and no key of the county is there any more
  await county.destroy()
  office.remove()
  const verified = (log: string) => run(join(desk, log), '--public-key', join(desk, `${log}.pem`), '--known', join(desk, `${log}.note`))
  const [untouched, edited, deleted, backDated] = await Promise.all(LOGS.map(verified))
  rmSync(desk, { recursive: true })
  expect(untouched).toMatchObject({ code: 0, text: expect.stringContaining('核验通过:12 条记录') as string })
  for (const [found, words, code, index] of [
    [edited, '第 5 条记录(序号从 0 起)的内容或序号与其哈希值不符,已被改动', 'ENTRY_ALTERED', 5],
    [deleted, '第 6 条记录(序号从 0 起)已被删除', 'ENTRY_MISSING', 6],
    [backDated, '第 12 条记录', 'ENTRY_BACK_DATED', 12],
  ] as const) {
    expect(found!.code).toBe(1)
    for (const part of [words, `代码:${code}`, '文件:entries.ndjson', `序号:${index}`]) expect(found!.text).toContain(part)
  }
})
