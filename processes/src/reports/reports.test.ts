import { mkdtemp } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, openObjectStore, supervisedCases, type Database, type SupervisedCaseRow } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { createTenants, loadSampleCounty } from '@lianban/tenants'
import ExcelJS from 'exceljs'
import { afterEach, expect, it } from 'vitest'
import { nationalCalendar } from '../clock/index.ts'
import { printOnce } from '../documents/index.ts'
import { createNotices } from '../notices/index.ts'
import { createReports, type ReportsOptions } from './reports.ts'

const CHEAP = { N: 16, r: 8, p: 1 }
/** A Friday. */
const NOW = Date.parse('2026-09-11T09:00:00+08:00')
const T = 'sanhu'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const HAS_CHROMIUM = existsSync('/usr/bin/chromium')

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function county(database: Database, more: Partial<ReportsOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lianban-reports-'))
  const time = { now: NOW }
  const clock = () => time.now
  const tenants = createTenants({ database, clock, keysFolder: folder, scrypt: CHEAP })
  await loadSampleCounty({ database, tenants })
  const objects = await openObjectStore(`file:${folder}/objects`)
  closing.push(() => objects.close())
  const notices = createNotices({ database, tenants, clock })
  const server = () =>
    createReports({
      ...{ database, tenants, notices, clock, calendarOf: () => nationalCalendar, objectsOf: () => objects, random: () => 1 },
      ratings: { figures: () => Promise.reject(new Error('not asked for')) },
      renderPdf: (html) => Promise.resolve(Buffer.from(html)),
      ...more,
    })
  const caller = (id: string) => tenants.users.caller(T, id)
  const told = async (id: string) => (await notices.list(await caller(id), { limit: 9 })).items.map(({ title }) => title)
  return { database, tenants, notices, time, server, reports: server(), caller, told }
}

type County = Awaited<ReturnType<typeof county>>

const closed = (id: string, matterName: string, more: Partial<SupervisedCaseRow> = {}): SupervisedCaseRow => ({
  ...{ tenant_id: T, case_id: id, case_no: id, matter_key: `m-${id}`, matter_name: matterName, organ_id: 'scjg', channel: 'web' },
  ...{ submitted_at: NOW - DAY_MS, accepted_at: NOW - DAY_MS, decided_at: NOW - HOUR_MS, closed_at: NOW - DAY_MS, result: 'granted' },
  ...{ promised_days: 5, statutory_days: 20, used_days: 1, on_time: true, supplements: 0, specials: 0, extensions: 0, materials: 2 },
  ...{ materials_reused: 1, complaints: 0, rating: 5, revisited: null },
  ...more,
})

const DAILY = {
  name: '每日监察统计',
  organId: null as string | null,
  definition: {
    ...{ kind: 'supervision', by: 'matter', period: 'day' },
    schedule: { every: 'day', hour: 8, workdays: true },
    recipients: { userIds: ['zhuguan', 'chengban'], posts: [{ post: 'organ-leader', organId: 'scjg' }, { post: 'disciplinary-auditor' }] },
    formats: ['xlsx'],
  },
}

const read = async ({ data }: { data: AsyncIterable<Buffer> }): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of data) parts.push(part)
  return Buffer.concat(parts)
}

async function sheetOf(c: County, who: string, runId: string): Promise<unknown[][]> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await read(await c.reports.open(await c.caller(who), runId, 'xlsx'))) as never)
  const rows: unknown[][] = []
  for (const sheet of workbook.worksheets) sheet.eachRow((row) => rows.push((row.values as unknown[]).slice(1)))
  return rows
}

const runs = async (c: County, who = 'zhuguan') => (await c.reports.runs(await c.caller(who), { limit: 9 })).items

describeOnDatabases('a report by schedule', (open) => {
  it('is made once when its time has come, whatever the number of servers, and told to those who may read it then', async () => {
    const c = await county(await open())
    await supervisedCases(c.database).put([closed('c1', '=HYPERLINK("http://x")'), closed('c2', '食品经营许可')])
    const { id, nextAt } = await c.reports.define(await c.caller('zhuguan'), DAILY)
    expect(nextAt).toBe(NOW + 3 * DAY_MS - HOUR_MS)
    expect(await c.reports.makeDue(T)).toBe(0)
    // A Monday, which is about Friday to Sunday; what was closed on Thursday is in the report of Friday.
    await supervisedCases(c.database).put([closed('c1', '=HYPERLINK("http://x")', { closed_at: NOW, accepted_at: NOW })])
    c.time.now = nextAt
    const made = await Promise.all([c.server(), c.server(), c.server()].map((one) => one.makeDue(T)))
    expect(made.reduce((a, b) => a + b)).toBe(1)
    const [run, ...others] = await runs(c)
    expect(others).toEqual([])
    expect(run).toMatchObject({ reportId: id, state: 'done', madeAt: nextAt, files: [{ format: 'xlsx' }], error: null })
    expect([run!.from, run!.to]).toEqual([Date.parse('2026-09-11T00:00+08:00'), Date.parse('2026-09-14T00:00+08:00')])

    // The leader of one organ and the handler may not read what is of the county.
    for (const who of ['zhuguan', 'jianjian']) expect(await c.told(who), who).toContain('每日监察统计已生成')
    for (const who of ['juzhang', 'chengban']) expect(await c.told(who), who).toEqual([])
    await expect(c.reports.open(await c.caller('juzhang'), run!.id, 'xlsx')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })

    const sheet = await sheetOf(c, 'jianjian', run!.id)
    expect(sheet[0]).toEqual(['每日监察统计(全县监察统计)'])
    expect(sheet[1]).toEqual(['2026年9月11日至2026年9月13日'])
    expect(sheet[3]!.slice(0, 3)).toEqual([`'=HYPERLINK("http://x")`, 1, 1])
    expect(sheet.map(([name]) => name)).toEqual(expect.arrayContaining(['统计口径', '数据时间', '监察日志', '日志根']))
    const entries = (await c.tenants.supervision.entries(T, { subject: `report:${id}`, limit: 9 })).items.map(({ action }) => action)
    expect(entries).toEqual(expect.arrayContaining(['report.defined', 'report.made', 'data.exported']))
    await expect(c.reports.open(await c.caller('jianjian'), run!.id, 'pdf')).rejects.toMatchObject({ code: 'REPORT_NOT_READY' })
  })

  it('of an organ shows its leader no rates of few ratings, and is refused to whoever may not set it up', async () => {
    const c = await county(await open())
    await supervisedCases(c.database).put([closed('c1', '食品经营许可')])
    const leader = await c.caller('juzhang')
    const given = { ...DAILY, organId: 'scjg', definition: { ...DAILY.definition, by: 'organ' } }
    for (const organId of [null, 'cgj'])
      await expect(c.reports.define(leader, { ...given, organId })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(c.reports.define(await c.caller('chengban'), given)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    const nobody = { ...given.definition, recipients: { userIds: [], posts: [] } }
    await expect(c.reports.define(leader, { ...given, definition: nobody })).rejects.toMatchObject({ code: 'REPORT_INVALID' })

    const readers = async (who: string, organId: string | null) =>
      (await c.reports.readers(await c.caller(who), { organId, kind: 'supervision' })).map((reader) => reader.id)
    expect(await readers('juzhang', 'scjg')).toEqual(expect.arrayContaining(['juzhang', 'zhuguan', 'jianjian']))
    expect(await readers('zhuguan', null)).not.toContain('juzhang')
    await expect(readers('juzhang', null)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    const { id } = await c.reports.define(await c.caller('zhuguan'), given)
    await c.reports.makeNow(await c.caller('zhuguan'), id)
    expect(await c.reports.makeDue(T)).toBe(1)
    expect(await c.told('juzhang')).toEqual(['每日监察统计已生成'])
    const [run] = await runs(c, 'juzhang')
    const [, , head, row] = await sheetOf(c, 'juzhang', run!.id)
    expect(row![head!.indexOf('办结')]).toBe(1)
    expect(row![head!.indexOf('好评率')] ?? null).toBeNull()
    expect((await c.reports.list(leader)).map(({ name, organName }) => [name, organName])).toEqual([['每日监察统计', expect.any(String)]])
    await expect(c.reports.stop(await c.caller('jianjian'), 'x')).rejects.toMatchObject({ code: 'REPORT_NOT_FOUND' })
    await c.reports.stop(leader, id)
    c.time.now += 9 * DAY_MS
    expect(await c.reports.makeDue(T)).toBe(0)
  })

  it('fails for good where there is no Chromium, says so to its owner and the administrator, and is made once that is repaired', async () => {
    const [broken, database] = [{ now: true }, await open()]
    const renderPdf: ReportsOptions['renderPdf'] = (html) =>
      broken.now ? printOnce(html, { chromiumPath: '/nowhere/chromium' }) : Promise.resolve(Buffer.from(html))
    const c = await county(database, { renderPdf })
    const definition = { ...DAILY.definition, kind: 'overdue', formats: ['xlsx', 'pdf'] }
    const { id } = await c.reports.define(await c.caller('zhuguan'), { ...DAILY, name: '超期清单', definition })
    await c.reports.makeNow(await c.caller('zhuguan'), id)
    expect(await c.reports.makeDue(T)).toBe(0)
    const [failed] = await runs(c)
    expect([failed!.from, failed!.to]).toEqual([NOW - 9 * HOUR_MS, NOW + 15 * HOUR_MS])
    expect(failed).toMatchObject({ state: 'failed', error: expect.stringContaining('未找到 Chromium') as string, files: [] })
    for (const who of ['zhuguan', 'xitong']) expect(await c.told(who)).toEqual(['超期清单未能生成'])
    broken.now = false
    await c.reports.retry(await c.caller('zhuguan'), failed!.id)
    await expect(c.reports.retry(await c.caller('zhuguan'), failed!.id)).rejects.toMatchObject({ code: 'REPORT_NOT_FAILED' })
    expect(await c.reports.makeDue(T)).toBe(1)
    expect(await runs(c)).toMatchObject([{ state: 'done', files: [{ format: 'xlsx' }, { format: 'pdf' }] }])
    const html = (await read(await c.reports.open(await c.caller('zhuguan'), failed!.id, 'pdf'))).toString()
    expect(html).toContain('尚未办结且已超过')
  })

  it('is tried again after what passes, makes up for the times that a stopped installation missed, and ends with its owner', async () => {
    const [full, database] = [{ now: true }, await open()]
    const c = await county(database, {
      renderPdf: (html) => (full.now ? Promise.reject(new Error('disk full')) : Promise.resolve(Buffer.from(html))),
    })
    const definition = { ...DAILY.definition, kind: 'cards', formats: ['pdf'] }
    const { nextAt } = await c.reports.define(await c.caller('zhuguan'), { ...DAILY, definition })
    c.time.now = nextAt + DAY_MS
    expect(await c.reports.makeDue(T)).toBe(0)
    expect(await c.reports.makeDue(T)).toBe(0)
    expect((await runs(c)).map(({ state, error }) => [state, error])).toEqual(Array(2).fill(['waiting', 'disk full']))
    full.now = false
    c.time.now += HOUR_MS
    expect(await c.reports.makeDue(T)).toBe(2)

    await inTransaction(database, (tx) => tx('user').where({ tenant_id: T, id: 'zhuguan' }).update({ disabled_at: c.time.now }))
    c.time.now += DAY_MS
    expect(await c.reports.makeDue(T)).toBe(0)
    const [gone] = await runs(c, 'jianjian')
    expect(gone).toMatchObject({ state: 'failed', error: expect.stringContaining('重新设置') as string })
  })
})

it.skipIf(!HAS_CHROMIUM)('a report is printed by Chromium', { timeout: 60_000 }, async () => {
  const { reportHtml } = await import('./write-html.ts')
  const pdf = await printOnce(
    reportHtml({
      ...{ title: '全县监察统计', about: '2026年9月', query: '全县', at: NOW, log: { size: 1, root: null, readTo: 1 }, cut: false },
      columns: [
        { title: '单位', kind: 'text' },
        { title: '按时办结率', kind: 'share' },
      ],
      rows: [['<b>市场监督管理局', 0.5]],
    }),
    {},
  )
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
})
