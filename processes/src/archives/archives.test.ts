import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { caseArchives } from '@lianban/storage'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decides, openFinishing, type Finishing } from '../testing/index.ts'
import { runVerifyArchive, verifyPackage } from './index.ts'
import { readZip } from './zip.ts'

async function bytesOf(office: Finishing, sha256: string): Promise<Buffer> {
  return Buffer.concat((await (await office.objects.get(sha256)).toArray()) as Buffer[])
}
const sealed = { date: new Date(0), createFolders: false }
const repack = async (zip: Buffer, change: (files: Map<string, Buffer>) => void): Promise<Buffer> => {
  const files = await readZip(zip)
  change(files)
  const next = new JSZip()
  for (const [path, data] of files) next.file(path, data, sealed)
  return next.generateAsync({ type: 'nodebuffer' })
}
/** As somebody does who knows the format: the manifest says what is now there. */
const withManifest = (files: Map<string, Buffer>): void => {
  const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex')
  const entries = [...files].filter(([path]) => path !== 'manifest.json')
  const listed = entries.map(([path, data]) => ({ path, size: data.length, sha256: sha256(data) }))
  files.set('manifest.json', Buffer.from(JSON.stringify({ algorithm: 'SHA-256', files: listed })))
}

describe('the archive of a finished case', () => {
  let office: Finishing
  let caseId: string
  let zip: Buffer
  beforeAll(async () => {
    office = await openFinishing()
    caseId = await office.applies()
    await decides(office, 'grant')
    const { archive } = await office.archives.ofCase(await office.person('juzhang').caller(), caseId)
    zip = await bytesOf(office, archive!.sha256!)
  })
  afterAll(() => office.close())

  it('is made by the process, numbered, tested, and the case comes to its end', async () => {
    const row = (await caseArchives(office.database).get(office.tenantId, caseId))!
    expect(row).toMatchObject({ state: 'archived', archive_no: '三市监-ZW·2026-D30-00001', retention: 'D30', attempts: 1 })
    const tests = row.tests as Record<string, { ok: boolean; problems: string[] }>
    expect(Object.entries(tests).flatMap(([name, { problems }]) => problems.map((problem) => `${name} ${problem}`))).toEqual([])
    expect((await office.person('juzhang').sees(caseId)).status).not.toBe('submitted')
    const lines = (await office.person('juzhang').timeline(caseId)).map(({ action }) => action)
    expect(lines).toEqual(expect.arrayContaining(['公示准予许可决定', '归档,档号 三市监-ZW·2026-D30-00001']))
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 200 })
    expect(items.find(({ action }) => action === 'case.archived')?.payload).toMatchObject({ archiveNo: row.archive_no, sha256: row.sha256 })
  })

  it('is made when the case is closed: its time line and its log end with that', async () => {
    const files = await readZip(zip)
    const lines = (name: string) => files.get(name)!.toString()
    const log = lines('log/entries.ndjson')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string })
    expect(log.at(-1)).toMatchObject({ action: 'case.closed' })
    const timeline = JSON.parse(lines('process/timeline.json')) as { type: string }[]
    expect(timeline.at(-1)).toMatchObject({ type: 'closed' })
    expect(JSON.parse(lines('metadata.json'))).toMatchObject({ case: { closedAt: expect.stringContaining('2026-09-18') as string } })
    // and nothing was written about the case after it but that it is archived
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 200 })
    expect(items.slice(log.length).map(({ action }) => action)).toEqual(['case.archived'])
  })

  it('holds everything in its order, and says what it is', async () => {
    const files = await readZip(zip)
    expect([...files.keys()]).toEqual([
      'metadata.json',
      'application/application.json',
      'application/application.html',
      expect.stringMatching(/^materials\/001-business-licence-身份证明\.pdf$/),
      'documents/001-准予行政许可决定书.pdf',
      'documents/002-食品经营许可证.pdf',
      'process/timeline.json',
      'process/timeline.html',
      'log/entries.ndjson',
      'log/proofs.json',
      'log/public-key.pem',
      'tests.json',
      'manifest.json',
    ])
    expect(JSON.parse(files.get('metadata.json')!.toString())).toMatchObject({
      archive: { no: '三市监-ZW·2026-D30-00001', retention: { code: 'D30', text: '30年' } },
      applicant: { name: '湖畔面馆' },
      decision: { result: 'grant' },
    })
    expect(files.get('application/application.html')!.toString()).toContain('湖滨路 1 号')
  })

  it('is made once: whoever comes second gets what stands there', async () => {
    const again = await office.archives.order(office.tenantId, caseId)
    expect(again).toEqual({ archiveNo: '三市监-ZW·2026-D30-00001', state: 'archived' })
    expect(await office.archives.packClosed(office.tenantId)).toEqual({ failures: [] })
    expect(await caseArchives(office.database).get(office.tenantId, caseId)).toMatchObject({ attempts: 1 })
    const caller = await office.person('juzhang').caller()
    await expect(office.archives.retry(caller, caseId)).rejects.toMatchObject({ code: 'ALREADY_ARCHIVED' })
  })

  it('holds offline, with the keys of the package and with the trusted ones', async () => {
    const logPublicKey = await office.tenants.supervision.publicKey(office.tenantId)
    for (const trust of [{}, { logPublicKey }]) expect(await verifyPackage(zip, trust)).toMatchObject({ ok: true, problems: [] })
    const print: string[] = []
    const folder = await mkdtemp(join(tmpdir(), 'lianban-archive-'))
    const file = join(folder, 'a.zip')
    await writeFile(file, zip)
    expect(await runVerifyArchive([file], (text) => print.push(text))).toBe(0)
    expect(print.join('')).toMatch(/核验通过:档号 三市监-ZW·2026-D30-00001/)
    expect(await runVerifyArchive([file, '--sha256', 'ab'.repeat(32)], () => undefined)).toBe(1)
    await writeFile(file, zip.subarray(0, -30))
    expect(await runVerifyArchive([file], () => undefined)).toBe(1)
    expect(await runVerifyArchive([], () => undefined)).toBe(2)
    await rm(folder, { recursive: true })
  })

  const LATER: [string, string, (files: Map<string, Buffer>) => void][] = [
    ['a changed file', '被改动', (files) => files.set('application/application.json', Buffer.from('{}'))],
    ['a file taken out', '缺少文件 documents/002', (files) => files.delete('documents/002-食品经营许可证.pdf')],
    ['a file put in', '不在清单中', (files) => files.set('documents/003-x.pdf', Buffer.from('x'))],
    [
      'a document swapped, manifest and metadata with it',
      '不在监察日志的出具记录中',
      (files) => {
        const path = 'documents/001-准予行政许可决定书.pdf'
        const other = Buffer.concat([files.get(path)!, Buffer.from('\n')])
        const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex')
        const metadata = files
          .get('metadata.json')!
          .toString()
          .replace(hash(files.get(path)!), hash(other))
        files.set('metadata.json', Buffer.from(metadata)).set(path, other)
        withManifest(files)
      },
    ],
    [
      'a log entry rewritten',
      '监察日志第 1 条记录',
      (files) => {
        files.set('log/entries.ndjson', Buffer.from(files.get('log/entries.ndjson')!.toString().replace('shenqing', 'chuangkou')))
        withManifest(files)
      },
    ],
    [
      'a document left out of everything but the log',
      '监察日志记载出具了《食品经营许可证》',
      (files) => {
        const metadata = JSON.parse(files.get('metadata.json')!.toString()) as { documents: unknown[] }
        metadata.documents.pop()
        files.set('metadata.json', Buffer.from(JSON.stringify(metadata)))
        files.delete('documents/002-食品经营许可证.pdf')
        withManifest(files)
      },
    ],
  ]
  it.each(LATER)('%s is found', async (_, words, change) => {
    const report = await verifyPackage(await repack(zip, change))
    expect(report.ok).toBe(false)
    const said = [...report.problems, ...Object.values(report.tests ?? {}).flatMap(({ problems }) => problems)]
    expect(said.join('\n')).toContain(words)
  })

  it('is taken by staff of the organ and the auditor, and the log tells of it; nobody else sees that it is there', async () => {
    for (const userId of ['juzhang', 'chengban', 'jianjian']) {
      const { name, size } = await office.archives.download(await office.person(userId).caller(), caseId)
      expect([name, size]).toEqual(['三市监-ZW·2026-D30-00001.zip', zip.length])
    }
    for (const userId of ['shenqing', 'xitong'])
      await expect(office.archives.download(await office.person(userId).caller(), caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 200 })
    expect(items.filter(({ action }) => action === 'archive.taken').map(({ actorId }) => actorId)).toEqual([
      'juzhang',
      'chengban',
      'jianjian',
    ])
  })
})

describe('an archive whose tests fail', () => {
  it('does not keep the case from its end, is shown first, and is archived once the file is back', async () => {
    const office = await openFinishing()
    try {
      // given a file that the store has lost
      const get = office.objects.get
      const lost = new Set<string>()
      office.objects.get = (sha256) => (lost.has(sha256) ? get('nothing') : get(sha256))
      const sound = await office.applies()
      await decides(office, 'refuse', '不符合条件,场所面积不足')
      const caseId = await office.applies()
      await office.person('pizhun').does('Task_Decide', 'grant')
      const [decision] = await office.documents.make()
      lost.add(decision!.sha256)
      await office.documents.make()
      // then
      const leader = await office.person('juzhang').caller()
      const { archive, canArchive } = await office.archives.ofCase(leader, caseId)
      expect(archive).toMatchObject({ state: 'failed', archiveNo: '三市监-ZW·2026-D30-00002' })
      expect(archive!.tests!.flatMap(({ problems }) => problems)).toEqual(['缺少文书《准予行政许可决定书》的文件'])
      expect(canArchive).toBe(true)
      const { items, counts } = await office.archives.list(leader, { limit: 1 })
      expect([items[0]!.caseId, counts]).toEqual([caseId, { failed: 1, building: 0, archived: 1 }])
      // when
      lost.clear()
      expect((await office.archives.retry(leader, caseId)).archive).toMatchObject({
        ...{ state: 'archived', archiveNo: '三市监-ZW·2026-D30-00002', attempts: 2 },
      })
      expect((await office.archives.ofCase(leader, sound)).archive).toMatchObject({ state: 'archived' })
      const clerk = await office.person('chengban').caller()
      await expect(office.archives.retry(clerk, caseId)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    } finally {
      await office.close()
    }
  })
})
