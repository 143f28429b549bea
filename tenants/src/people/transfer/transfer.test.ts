import { deflateRawSync } from 'node:zlib'
import ExcelJs from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { testTenants, type TestTenants } from '../../testing/index.ts'
import type { TransferKind } from './columns.ts'
import { decodeText, neutral, parseCsv, plain, writeCsv } from './csv.ts'
import { MAX_IMPORT_ROWS, readTable } from './read-table.ts'
import { assertModestZip } from './zip-guard.ts'

const by = { actor: { userId: 'xitong', name: '何平' } }
const csv = (...rows: string[][]) => writeCsv(rows)
/** 单位标识,名称 in GBK. */
const GBK = Buffer.from('b5a5cebbb1eacab62cc3fbb3c6', 'hex')

async function xlsx(rows: unknown[][]): Promise<Buffer> {
  const workbook = new ExcelJs.Workbook()
  workbook.addWorksheet('x').addRows(rows)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** A ZIP of one entry that says of its size what it likes. */
function zip(data: Buffer, claimed: number): Buffer {
  const packed = deflateRawSync(data)
  const name = Buffer.from('xl/workbook.xml')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(claimed, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, name, packed, entry, name, end])
}

describe('files', () => {
  test.each<[string, string, string[][]]>([
    [
      'commas',
      'a,b\r\n1,"x, ""y"""\r\n',
      [
        ['a', 'b'],
        ['1', 'x, "y"'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1;2,3\n',
      [
        ['a', 'b'],
        ['1', '2,3'],
      ],
    ],
    [
      'tabs, no line at the end',
      'a\tb\n1\t',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'a mark and a break inside a cell',
      '\uFEFFa,b\n"1\n2",3\n',
      [
        ['a', 'b'],
        ['1\n2', '3'],
      ],
    ],
    [
      'a delimiter inside the head',
      '"a;b;c",d\n1,2\n',
      [
        ['a;b;c', 'd'],
        ['1', '2'],
      ],
    ],
  ])('CSV with %s', (_name, text, rows) => {
    expect(parseCsv(text)).toEqual(rows)
  })

  test('text is read as UTF-8, UTF-16 or the GBK of a Chinese Excel; anything else is refused with the remedy', () => {
    expect(decodeText(Buffer.from('\uFEFF单位标识', 'utf8')).replace('\uFEFF', '')).toBe('单位标识')
    expect(decodeText(GBK)).toBe('单位标识,名称')
    expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('单位', 'utf16le')])).replace('\uFEFF', '')).toBe('单位')
    expect(() => decodeText(Buffer.from([0x80, 0xff, 0xfe, 0x00]))).toThrow(/编码.*下载模板/)
    expect(() => parseCsv('a,"b')).toThrow(/引号/)
  })

  test.each(['=1+1', '+86 517', '-1', '@cmd', '\tx', '\rx'])(
    'what a spreadsheet would calculate goes out as text and comes back: %j',
    (cell) => {
      expect(neutral(cell)).toBe(`'${cell}`)
      expect(plain(neutral(cell))).toBe(cell)
    },
  )

  test('a bomb is found by unpacking it, whatever it says of its size', () => {
    const zeros = Buffer.alloc(70 * 1024 * 1024)
    expect(() => assertModestZip(zip(zeros, 100))).toThrow(/过大/)
    expect(() => assertModestZip(zip(Buffer.from('fine'), 4))).not.toThrow()
    expect(() => assertModestZip(Buffer.from('PK\x03\x04 not really'))).toThrow(/损坏/)
  })

  test('a workbook is read as text: numbers, days, rich text, links; a formula is told apart', async () => {
    const rich = { richText: [{ text: '张' }, { text: '三' }] }
    const bytes = await xlsx([
      ['用户名*', '姓名*', '手机号'],
      ['zhang', rich, 13800138000],
      [{ formula: '1+1', result: 2 }, { text: '李四', hyperlink: 'mailto:x' }, new Date('2026-01-31')],
    ])
    const rows = await readTable('users', bytes)
    expect(rows.map(({ line, cells }) => [line, ...Object.values(cells)])).toEqual([
      [2, 'zhang', '张三', '13800138000'],
      [3, '#公式#', '李四', '2026-01-31'],
    ])
  })

  test.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
    ['an old workbook', () => Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), /XLS/],
    ['too many bytes', () => Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), /5 MB/],
    [
      'too many rows',
      () => csv(['用户名', '姓名'], ...Array.from({ length: MAX_IMPORT_ROWS + 1 }, (_, i) => [`u${i}`, '甲'])),
      /一次最多导入 2000 行/,
    ],
    [
      'a workbook with too many rows',
      () => xlsx([['用户名', '姓名'], ...Array.from({ length: MAX_IMPORT_ROWS + 50 }, (_, i) => [`u${i}`, '甲'])]),
      /最多导入 2000 行/,
    ],
    ['no head', () => csv(['zhang', '张三'], ['li', '李四']), /缺少列:用户名、姓名/],
    ['nothing under the head', () => csv(['用户名', '姓名'], ['', '']), /没有数据行/],
    ['an empty file', () => Buffer.alloc(0), /缺少列/],
    ['a ZIP that is no workbook', () => zip(Buffer.from('x'), 1), /XLSX/],
  ])('refused: %s', async (_name, bytes, message) => {
    await expect(readTable('users', await bytes())).rejects.toThrow(message)
  })
})

describeOnDatabases('import and export', (open) => {
  let db: Database
  let t: TestTenants
  beforeAll(async () => {
    db = await open()
    t = await testTenants(db)
  })
  afterAll(() => t.remove())

  const file = (kind: TransferKind, bytes: Buffer) => ({ tenantId: t.tenantId, kind, name: '表.csv', bytes, by })
  const preview = (kind: TransferKind, bytes: Buffer) => t.tenants.transfer.preview(file(kind, bytes))
  const run = async (kind: TransferKind, bytes: Buffer, mode: 'all' | 'good' = 'all') => {
    const { plan } = await preview(kind, bytes)
    return t.tenants.transfer.confirm({ ...file(kind, bytes), plan, mode })
  }
  const counts = async (kind: TransferKind, bytes: Buffer) => Object.values((await preview(kind, bytes)).counts)
  const ORGAN_HEAD = ['单位标识*', '单位全称*', '单位简称*', '类别*', '上级单位标识', '排序']
  const POST_HEAD = ['用户名', '姓名', '手机号', '单位标识', '岗位标识', '任职方式', '起始日期', '截止日期']

  test('organs: a child may stand above its parent; a trial run changes nothing; the second import finds all the same', async () => {
    const bytes = csv(
      ORGAN_HEAD,
      ['zjj-b', '三湖县住建局质监站', '质监站', '事业单位', 'zjj-a', ''],
      ['zjj-a', '三湖县住建局建管处', '建管处', 'institution', 'zjj', '900'],
    )
    const before = await t.tenants.organs.list(t.tenantId)
    expect((await preview('organs', bytes)).counts).toEqual({ create: 2, change: 0, same: 0, bad: 0 })
    expect(await t.tenants.organs.list(t.tenantId)).toEqual(before)
    await run('organs', bytes)
    expect(await t.tenants.organs.get(t.tenantId, 'zjj-b')).toMatchObject({ parentId: 'zjj-a', kind: 'institution' })
    expect(await counts('organs', bytes)).toEqual([0, 0, 2, 0])
    expect(await counts('organs', csv(ORGAN_HEAD, ['zjj-b', '三湖县质监站', '质监站', '事业单位', 'zjj-a', '']))).toEqual([0, 1, 0, 0])
  })

  test('every bad row is told with line, column, value and what to do', async () => {
    const { problems, counts: all } = await preview(
      'organs',
      csv(
        ORGAN_HEAD,
        ['ok', '好单位', '好', '政府部门', '', ''],
        ['Bad Id', '坏', '坏', '政府部门', '', ''],
        ['x1', '', '坏', '政府部门', '', ''],
        ['x2', '坏', '坏', '公司', '', ''],
        ['x3', '坏', '坏', '政府部门', 'nowhere', ''],
        ['x4', '坏', '坏', '政府部门', '', '一'],
        ['ok', '又一个', '又', '政府部门', '', ''],
        ['gaj', '公安局', '公安局', '政府部门', 'xfdd', ''],
        ['x5', '=SUM(A1)', '坏', '政府部门', '', ''],
      ),
    )
    expect(problems.map(({ line, column, value }) => [line, column, value])).toEqual([
      [3, '单位标识', 'Bad Id'],
      [4, '单位全称', ''],
      [5, '类别', '公司'],
      [6, '上级单位标识', 'nowhere'],
      [7, '排序', '一'],
      [8, '单位全称', '又一个'],
      [9, '上级单位标识', 'xfdd'],
    ])
    expect(problems.every(({ message }) => message.length > 5)).toBe(true)
    expect(all).toEqual({ create: 2, change: 0, same: 0, bad: 7 })
  })

  test('all or nothing, or the good rows alone, as chosen', async () => {
    const bytes = csv(['岗位标识', '岗位名称'], ['archivist', '档案员'], ['坏', '坏'])
    await expect(run('post-kinds', bytes)).rejects.toMatchObject({ code: 'IMPORT_HAS_PROBLEMS' })
    expect((await t.tenants.organs.postKinds(t.tenantId)).map(({ id }) => id)).not.toContain('archivist')
    expect((await run('post-kinds', bytes, 'good')).counts).toEqual({ create: 1, change: 0, same: 0, bad: 1 })
    expect((await t.tenants.organs.postKinds(t.tenantId)).map(({ id }) => id)).toContain('archivist')
  })

  test('accounts get passwords for the first login, given out once; the second import makes none', async () => {
    const bytes = csv(['用户名', '姓名', '手机号'], ['new1', '张三', '13800138000'], ['new2', '李四', ''], ['xitong', '何平', ''])
    const result = await run('users', bytes)
    expect(result.counts).toEqual({ create: 2, change: 0, same: 1, bad: 0 })
    expect(result.passwords.map(({ username }) => username).sort()).toEqual(['new1', 'new2'])
    for (const { username, password } of result.passwords)
      expect(await t.tenants.users.authenticate({ tenantId: t.tenantId, username, password })).toMatchObject({
        posts: [],
      })
    const again = await run('users', bytes)
    expect([again.counts.same, again.passwords]).toEqual([3, []])
    const sheet = await t.tenants.transfer.passwordSheet(result)
    expect(
      JSON.stringify((await t.tenants.supervision.entries(t.tenantId, { subject: `tenant:${t.tenantId}`, limit: 50 })).items),
    ).not.toContain(result.passwords[0]!.password)
    expect(sheet.subarray(0, 2).toString()).toBe('PK')
  })

  test('posts: one person, several rows; the rules of posts hold for them too', async () => {
    const bytes = csv(
      POST_HEAD,
      ['new1', '张三', '', 'scjg', 'handler', '主岗', '', ''],
      ['new1', '张三', '', 'scjg', 'reviewer', '兼任', '2026/4/1', '2026年6月30日'],
      ['new2', '李四', '', '', '', '', '', ''],
      ['new2', '李四', '', 'yx', 'handler', '', '', ''],
      ['nobody', '无', '', 'scjg', 'handler', '', '', ''],
      ['new2', '李四', '', 'cgj', 'handler', '', '2026-02-30', ''],
      ['new2', '李四', '', 'cgj', 'handler', '', '2026-01-01', ''],
      ['shenji', '施敏', '', 'scjg', 'approver', '兼任', '', ''],
      ['new1', '张三', '', 'scjg', 'handler', '主岗', '', ''],
    )
    const { problems, counts: all } = await preview('posts', bytes)
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [5, '岗位标识'],
      [6, '用户名'],
      [7, '起始日期'],
      [8, '起始日期'],
      [9, '岗位标识'],
      [10, '用户名'],
    ])
    expect(all).toEqual({ create: 2, change: 0, same: 0, bad: 6 })
    await run('posts', bytes, 'good')
    const posts = await t.tenants.users.postsOf(t.tenantId, (await t.tenants.users.list(t.tenantId, { q: 'new1', limit: 1 })).items[0]!.id)
    expect(posts.map(({ post, holding, state }) => [post, holding, state])).toEqual([
      ['reviewer', 'part-time', 'future'],
      ['handler', 'main', 'held'],
    ])
    expect(await counts('posts', bytes)).toEqual([0, 0, 2, 6])
  })

  test.each<TransferKind>(['organs', 'post-kinds', 'users', 'posts'])('what is exported is taken back as the same: %s', async (kind) => {
    for (const format of ['csv', 'xlsx'] as const) {
      const bytes = await t.tenants.transfer.export(kind, format, { tenantId: t.tenantId, by })
      const report = await preview(kind, bytes)
      expect({ problems: report.problems, ...report.counts, same: 0 }).toEqual({
        problems: [],
        create: 0,
        change: 0,
        same: 0,
        bad: 0,
      })
      expect(report.counts.same).toBeGreaterThan(10)
    }
  })

  test('the templates are files that can be filled in', async () => {
    for (const kind of ['organs', 'post-kinds', 'users', 'posts'] as const)
      for (const format of ['csv', 'xlsx'] as const)
        expect((await readTable(kind, await t.tenants.transfer.template(kind, format))).length).toBe(1)
  })

  test('a confirmation for something else than was shown does nothing', async () => {
    const bytes = csv(['岗位标识', '岗位名称'], ['driver', '司机'])
    const { plan } = await preview('post-kinds', bytes)
    await t.tenants.organs.putPostKind(t.tenantId, { id: 'driver', name: '驾驶员' }, by)
    const late = t.tenants.transfer.confirm({ ...file('post-kinds', bytes), plan, mode: 'all' })
    await expect(late).rejects.toMatchObject({ code: 'IMPORT_CHANGED' })
    expect((await t.tenants.organs.postKinds(t.tenantId)).find(({ id }) => id === 'driver')).toMatchObject({
      name: '驾驶员',
    })
  })

  test('imports and exports are in the log, with the hash of the file and the counts', async () => {
    const { items } = await t.tenants.supervision.entries(t.tenantId, { subject: `tenant:${t.tenantId}`, limit: 100 })
    const actions = new Set(items.map(({ action }) => action))
    for (const action of ['organ.imported', 'post-kind.imported', 'user.imported', 'post.imported', 'organ.exported', 'user.exported'])
      expect(actions).toContain(action)
    const entry = items.find(({ action }) => action === 'organ.imported')!
    expect(entry.payload).toMatchObject({
      rows: 2,
      counts: { create: 2 },
      mode: 'all',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
  })
})
