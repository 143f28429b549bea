import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { apply, work } from './support/licence-journey.ts'
import { newDataDir, removeDataDir, runCli, startServer } from './support/server-process.ts'

const dataDir = newDataDir()
const exported = join(newDataDir(), 'log')
afterAll(() => {
  removeDataDir(dataDir)
  removeDataDir(join(exported, '..'))
})

const cli = (...args: string[]) =>
  new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = runCli(args, { DATA_DIR: dataDir })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('exit', (code) => resolve({ code, output }))
  })

test('verify-log accepts an export, and names the entry after one byte of it is changed', { timeout: 120_000 }, async () => {
  // given a case with a few steps, and its log exported to files
  const server = await startServer({ dataDir, env: { WORKERS: '0' } })
  const { caseId } = await apply(await ApiClient.login(server.url, 'shenqing'))
  await work(await ApiClient.login(server.url, 'chuangkou'), caseId, 'Task_Intake', {
    action: 'not-accept',
    opinion: '不属于本机关职权范围',
  })
  await server.stop()
  expect((await cli('export-log', '--to', exported)).output).toMatch(/已导出 \d+ 条/)

  // when nothing was touched, then it holds
  expect(await cli('verify-log', exported)).toMatchObject({ code: 0, output: expect.stringContaining('核验通过') as string })

  // when one byte of the entry about the case is another
  const file = join(
    exported,
    readdirSync(exported).find((name) => name.startsWith('entries'))!,
  )
  const lines = readFileSync(file, 'utf8').split('\n')
  const index = lines.findIndex((line) => line.includes('task.completed'))
  lines[index] = lines[index]!.replace('不属于', '不属干')
  writeFileSync(file, lines.join('\n'))

  // then the entry is named
  const found = await cli('verify-log', exported)
  expect(found.code).toBe(1)
  expect(found.output).toContain('ENTRY_ALTERED')
  expect(found.output).toMatch(new RegExp(`序号:${index}\\b`))
})
