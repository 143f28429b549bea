import { describe, expect, it } from 'vitest'
import { NOW } from '../test/fixtures/food-licence.ts'
import { everyComponent, everyValue } from '../test/fixtures/every-component.ts'
import { type FieldAccess, project } from './field-access.ts'
import { filesIn } from './files.ts'
import { mergeSubmission } from './merge.ts'
import type { FormValues } from './values.ts'
import { LIMITS } from './limits.ts'
import { loadOptions, OptionsMemory, type OptionItem, type OptionsSource } from './options.ts'
import { checkSchema } from './schema/check-schema.ts'
import type { FieldSchema, FormSchema, OptionsQuery } from './schema/form-schema.ts'
import { columnSums } from './sums.ts'
import { fieldAt } from './schema/find.ts'
import { validateForm } from './validate.ts'
import { readableValue } from './readable.ts'
import { evaluateRules } from './rules.ts'

const form = (field: FieldSchema, more: Record<string, FieldSchema> = {}): FormSchema => ({
  type: 'object',
  'x-lianban': { version: 1 },
  properties: { a: { title: '项目', ...field }, ...more },
})

/** Industries in a tree, organs and people: what a county has in its tables. */
const TABLES: Record<string, OptionItem[]> = {
  '{"dictionary":"industry"}': [
    { value: '62', label: '餐饮业', leaf: false },
    { value: '6210', label: '正餐服务', above: ['餐饮业'], leaf: true },
  ],
  '{"organs":{}}': [{ value: 'o1', label: '市场监督管理局' }],
  '{"users":{"post":"inspector"}}': [
    { value: 'u1', label: '王芳' },
    { value: 'u2', label: '李强' },
  ],
  '{"regions":{}}': [
    { value: '320800', label: '三湖市', leaf: false },
    { value: '320801', label: '湖滨区', above: ['三湖市'], leaf: true },
  ],
}
const asked: { query: OptionsQuery; values: readonly string[] }[] = []
const source: OptionsSource = {
  list: (query) => Promise.resolve(TABLES[JSON.stringify(query)] ?? []),
  find: (query, values) => {
    asked.push({ query, values })
    return Promise.resolve((TABLES[JSON.stringify(query)] ?? []).filter((it) => values.includes(it.value)))
  },
}

async function codes(field: FieldSchema, value: unknown): Promise<string[]> {
  const schema = form(field)
  expect(checkSchema(schema)).toEqual([])
  const result = validateForm(schema, { a: value }, { now: NOW, options: await loadOptions(schema, { a: value }, source) })
  return result.ok ? [] : result.problems.map((it) => it.code)
}

const range: FieldSchema = { type: 'object', 'x-component': 'DateRange' }
const point: FieldSchema = { type: 'object', 'x-component': 'AddressPoint' }
const tree: FieldSchema = {
  type: 'string',
  'x-component': 'Cascader',
  enum: [
    { label: '餐饮', value: 'food' },
    { label: '热食', value: 'hot', parent: 'food' },
  ],
}
const signature: FieldSchema = { type: 'array', 'x-component': 'Signature' }
const file = (name: string) => ({ fileId: name.length.toString(), name, size: 10 })

describe('values of every component, as the server takes them', () => {
  it.each<[string, FieldSchema, unknown, string[]]>([
    ['a range of days', range, { start: '2026-01-31', end: '2026-02-01' }, []],
    ['a range of one day', range, { start: '2026-01-31', end: '2026-01-31' }, []],
    ['an empty range', range, { start: null, end: '' }, []],
    ['half a range', range, { start: '2026-01-31' }, ['INCOMPLETE']],
    ['a range backwards', range, { start: '2026-02-01', end: '2026-01-31' }, ['WRONG_ORDER']],
    ['a range with a day that does not exist', range, { start: '2026-02-30', end: '2026-03-01' }, ['WRONG_FORMAT']],
    ['a range with more in it', range, { start: '2026-01-31', end: '2026-02-01', by: 'me' }, ['WRONG_TYPE']],
    ['a range that is text', range, '2026-01-31', ['WRONG_TYPE']],
    ['an empty range that is required', { ...range, required: true }, {}, ['REQUIRED']],
    ['an address with its point', point, { address: '人民路 88 号', longitude: 119.02, latitude: 33.61 }, []],
    ['an address alone', point, { address: '人民路 88 号' }, []],
    [
      'an address alone where the point is needed',
      { ...point, 'x-component-props': { pointRequired: true } },
      { address: 'x' },
      ['INCOMPLETE'],
    ],
    ['a point without address', point, { longitude: 119.02, latitude: 33.61 }, ['INCOMPLETE']],
    ['half a point', point, { address: 'x', longitude: 119.02 }, ['INCOMPLETE']],
    ['a point with its numbers exchanged', point, { address: 'x', longitude: 33.61, latitude: 119.02 }, ['OUT_OF_RANGE']],
    ['a point as text', point, { address: 'x', longitude: '119', latitude: '33' }, ['WRONG_TYPE']],
    ['an address with control characters', point, { address: 'a\u0000b' }, ['UNPRINTABLE']],
    ['a card number written in groups', { type: 'string', 'x-component': 'BankCard' }, '6222 0200 0000 0000 000', []],
    ['a card number with a slip', { type: 'string', 'x-component': 'BankCard' }, '6222020000000000006', ['WRONG_FORMAT']],
    ['the end of a branch', tree, 'hot', []],
    ['a branch', tree, 'food', ['OPTION_NOT_LEAF']],
    ['what is not on the tree', tree, 'cold', ['NOT_AN_OPTION']],
    ['one signature', signature, [file('签名.png')], []],
    ['two signatures', signature, [file('a.png'), file('ab.png')], ['TOO_MANY_ITEMS']],
    ['no signature where one is required', { ...signature, required: true }, [], ['REQUIRED']],
    ['an entry of a dictionary', { type: 'string', 'x-options': { dictionary: 'industry' } }, '62', []],
    ['what the dictionary does not have', { type: 'string', 'x-options': { dictionary: 'industry' } }, '63', ['OPTION_UNKNOWN']],
    [
      'a branch of a dictionary',
      { type: 'string', 'x-component': 'Cascader', 'x-options': { dictionary: 'industry' } },
      '62',
      ['OPTION_NOT_LEAF'],
    ],
    ['an organ', { type: 'string', 'x-component': 'Organ' }, 'o1', []],
    ['an organ that there is not', { type: 'string', 'x-component': 'Organ' }, 'o9', ['OPTION_UNKNOWN']],
    ['people of a post', { type: 'array', 'x-component': 'User', 'x-options': { users: { post: 'inspector' } } }, ['u1', 'u2'], []],
    [
      'the same person twice',
      { type: 'array', 'x-component': 'User', 'x-options': { users: { post: 'inspector' } } },
      ['u1', 'u1'],
      ['NOT_AN_OPTION'],
    ],
    [
      'a person of another post',
      { type: 'string', 'x-component': 'User', 'x-options': { users: { post: 'inspector' } } },
      'u3',
      ['OPTION_UNKNOWN'],
    ],
    ['a region', { type: 'string', 'x-component': 'Region' }, '320801', []],
    ['a region that is not fine enough', { type: 'string', 'x-component': 'Region' }, '320800', ['OPTION_NOT_LEAF']],
    ['a region that is no code', { type: 'string', 'x-component': 'Region' }, '3208', ['WRONG_FORMAT']],
  ])('%s', async (_, field, value, expected) => {
    expect(await codes(field, value)).toEqual(expected)
  })

  it('refuses an option that nobody looked up, and lets it pass only where that is said', () => {
    const schema = form({ type: 'string', 'x-component': 'Organ' })
    expect(validateForm(schema, { a: 'o1' }, { now: NOW })).toMatchObject({ ok: false, problems: [{ path: 'a', code: 'OPTION_UNKNOWN' }] })
    expect(validateForm(schema, { a: 'o1' }, { now: NOW, unsure: true }).ok).toBe(true)
  })

  it('asks each source once for all values, in rows too, and not for what it knows', async () => {
    const organ: FieldSchema = { type: 'string', title: '机构', 'x-component': 'Organ' }
    const rows: FieldSchema = { type: 'array', title: '表', items: { type: 'object', properties: { o: organ } } }
    const schema = form(organ, { rows })
    asked.length = 0
    const memory = new OptionsMemory()
    await loadOptions(schema, { a: 'o1', rows: [{ o: 'o1' }, { o: 'o2' }] }, source, memory)
    expect(asked).toEqual([{ query: { organs: {} }, values: ['o1', 'o2'] }])
    await loadOptions(schema, { a: 'o1' }, source, memory)
    expect(asked).toHaveLength(1)
    expect([memory.get({ organs: {} }, 'o1')?.label, memory.get({ organs: {} }, 'o2'), memory.get({ organs: {} }, 'o3')]).toEqual([
      '市场监督管理局',
      null,
      undefined,
    ])
  })
})

describe('what strangers may have looked up', () => {
  it('is bounded: neither endless lists nor endless codes reach the source', async () => {
    asked.length = 0
    const users: FieldSchema = { type: 'array', 'x-component': 'User' }
    const many = Array.from({ length: LIMITS.optionValues + 500 }, (_, at) => `u${at}`)
    await loadOptions(form(users), { a: ['x'.repeat(LIMITS.codeChars + 1), 7, null, ...many] }, source)
    expect(asked[0]?.values).toHaveLength(LIMITS.optionValues)
    expect(asked[0]?.values.every((it) => it.length <= LIMITS.codeChars)).toBe(true)
  })
})

describe('rules over records', () => {
  const schema = form(
    { ...range, 'x-checks': [{ when: 'a.end - a.start > duration("P10D")', message: '不应超过 10 天' }] },
    {
      days: { type: 'integer', title: '天数', 'x-component': 'Computed', 'x-computed': '(a.end - a.start).days + 1' },
      place: point,
      north: { type: 'string', title: '备注', 'x-visible-if': 'place.latitude > 33' },
    },
  )
  schema.properties['place']!.title = '地点'

  it('reads the parts of a range as days, those of a place as they are', () => {
    const values = { a: { start: '2026-01-30', end: '2026-02-02' }, place: { address: '甲', longitude: 119, latitude: 33.5 }, north: '北' }
    expect(evaluateRules(schema, values, { now: NOW }).values).toEqual({ ...values, days: 4 })
    const other = { ...values, place: { ...values.place, latitude: 32 } }
    expect(evaluateRules(schema, other, { now: NOW }).values['north']).toBeUndefined()
  })

  it('checks them', () => {
    const result = validateForm(schema, { a: { start: '2026-01-01', end: '2026-02-01' } }, { now: NOW })
    expect(result).toMatchObject({ ok: false, problems: [{ path: 'a', code: 'CHECK_FAILED' }] })
  })

  it('keeps six places of a degree and nothing that is blank', () => {
    const values = { place: { address: ' 甲 ', longitude: 119.12345678, latitude: null } }
    expect(evaluateRules(schema, values, { now: NOW }).values['place']).toEqual({ address: '甲', longitude: 119.123457 })
  })

  it('refuses a part that there is not', () => {
    const wrong = form({ type: 'string', 'x-visible-if': 'b.begin = today()' }, { b: { ...range, title: '期间' } })
    expect(checkSchema(wrong)).toMatchObject([{ path: '/properties/a/x-visible-if', code: 'UNKNOWN_NAME' }])
  })
})

describe('sums below a table', () => {
  const rows: FieldSchema = {
    type: 'array',
    'x-component-props': { sums: ['money', 'weight'] },
    items: {
      type: 'object',
      properties: {
        money: { type: 'string', title: '金额', 'x-component': 'MoneyInput' },
        weight: { type: 'number', title: '重量', 'x-component-props': { suffix: '吨' } },
        note: { type: 'string', title: '备注' },
      },
    },
  }
  const schema = form(rows)
  const table = fieldAt(schema, 'a')!
  const sums = (values: object[]) => columnSums(schema, table, values).map((it) => it.value)

  it('are exact: money in fen, numbers as decimals', () => {
    expect(sums([{ money: '0.10', weight: 0.1 }, { money: '0.20', weight: 0.2 }, {}])).toEqual(['0.30', 0.3])
    expect(sums(Array.from({ length: 500 }, () => ({ money: '999999999999.99' })))).toEqual(['499999999999995.00', 0])
    expect(sums([])).toEqual(['0.00', 0])
  })

  it('are read as values of their column', () => {
    const [money, weight] = columnSums(schema, table, [{ money: '1250.50', weight: 3 }])
    expect([money, weight].map((it) => readableValue(it!.column, it!.value))).toEqual(['1,250.50 元', '3 吨'])
  })
})

describe('a calculated amount', () => {
  it('is rounded half up as it is written in decimals', () => {
    const computed = (expression: string) =>
      evaluateRules(form({ type: 'string', 'x-component': 'MoneyInput', 'x-computed': expression }), {}, { now: NOW }).values['a']
    expect(['1.005', '0.1 + 0.2', '10 / 3', '2.675', '0.0000001'].map(computed)).toEqual(['1.01', '0.30', '3.33', '2.68', '0.00'])
  })
})

describe('a value as people read it', () => {
  it('shows labels of sources, paths of trees, days and places', async () => {
    const read = async (field: FieldSchema, value: unknown) => {
      const schema = form(field)
      return readableValue(fieldAt(schema, 'a')!, value, await loadOptions(schema, { a: value }, source))
    }
    expect(await read(range, { start: '2026-01-05', end: '2026-02-10' })).toBe('2026年1月5日至2026年2月10日')
    expect(await read(point, { address: '人民路', longitude: 119.02, latitude: 33.6 })).toBe('人民路(东经 119.02000°,北纬 33.60000°)')
    expect(await read(tree, 'hot')).toBe('餐饮 / 热食')
    expect(await read({ type: 'string', 'x-component': 'Region' }, '320801')).toBe('三湖市 / 湖滨区')
    expect(await read({ type: 'array', 'x-component': 'User', 'x-options': { users: { post: 'inspector' } } }, ['u1', 'u2'])).toBe(
      '王芳、李强',
    )
    expect(await read({ type: 'string', 'x-component': 'Organ' }, 'gone')).toBe('gone')
    expect(await read({ type: 'array', 'x-component': 'Upload' }, [file('a.pdf'), file('b.png')])).toBe('a.pdf、b.png')
  })
})

describe('the files of a form', () => {
  it('are found with their places, in rows too', () => {
    const found = filesIn(everyComponent, everyValue).map((it) => [it.path, it.file.fileId])
    expect(found).toEqual([
      ['shops.0.photo', 'photo'],
      ['papers', 'p1'],
      ['papers', 'p2'],
      ['sign', 'sign'],
    ])
  })
})

describe('access to the new components', () => {
  const access: FieldAccess = { '*': 'write', site: 'hidden', period: 'read', 'shops.photo': 'hidden', sign: 'read', organ: 'required' }

  it('sends nothing hidden: no part of a record, no file of a column', () => {
    const sent = project(everyComponent, everyValue, access)
    expect(sent['site']).toBeUndefined()
    expect(sent['shops']).toEqual([{ title: '湖畔店', where: '320801' }])
    expect(sent['period']).toEqual(everyValue['period'])
  })

  it.each<[string, FormValues, string]>([
    ['a part of a record that may only be read', { period: { start: '2026-01-05', end: '2026-12-31' } }, 'period'],
    ['a hidden record', { site: { address: '别处' } }, 'site'],
    ['a hidden column of files', { shops: [{ title: '湖畔店', photo: [{ fileId: 'other', name: 'x.png', size: 1 }] }] }, 'shops.0.photo'],
    ['a signature that may only be read', { sign: [{ fileId: 'forged', name: 'x.png', size: 1 }] }, 'sign'],
  ])('refuses %s', (_, over, path) => {
    const result = mergeSubmission(everyComponent, everyValue, { ...project(everyComponent, everyValue, access), ...over }, access)
    expect(result).toMatchObject({ ok: false, problems: [{ path, code: 'FIELD_NOT_WRITABLE' }] })
  })

  it('asks for what the step requires', () => {
    const result = validateForm(everyComponent, { ...everyValue, organ: undefined }, { now: NOW, access, unsure: true })
    expect(result).toMatchObject({ ok: false, problems: [{ path: 'organ', message: '请选择受理机构' }] })
  })
})
