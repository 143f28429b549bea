import { checkSchema, COMPONENTS, type ComponentName, type FieldSchema, type FormSchema, newField } from '@lianban/forms'
import { describe, expect, it } from 'vitest'
import { clipboardText, fieldsFromClipboard } from './clipboard.ts'
import { type Command, copyOf, run } from './commands.ts'
import { allNodes, childrenOf, type FormTree, fromSchema, toSchema } from './tree.ts'

const schema: FormSchema = {
  type: 'object',
  title: '申请书',
  'x-lianban': { version: 1 },
  properties: {
    kind: { type: 'string', title: '类型', enum: [{ label: '个人', value: 'person' }] },
    phone: { type: 'string', title: '联系电话', 'x-component': 'Phone', 'x-visible-if': 'kind = "person" and root.kind != null' },
    basics: {
      type: 'void',
      title: '申请人',
      'x-component': 'Section',
      properties: { applicant: { type: 'object', title: '申请人', properties: { name: { type: 'string', title: '姓名' } } } },
    },
    items: {
      type: 'array',
      title: '明细',
      'x-component-props': { sums: ['price'] },
      items: {
        type: 'object',
        properties: {
          price: { type: 'number', title: '单价' },
          count: { type: 'integer', title: '数量' },
          amount: { type: 'number', title: '金额', 'x-computed': 'price * count' },
        },
      },
    },
    total: { type: 'number', title: '合计', 'x-computed': 'sum(for i in items return i.amount) + sum(items[count > 1].price)' },
  },
}

const tree = fromSchema(schema)
const id = (key: string, of: FormTree = tree) => allNodes(of.children).find((it) => it.key === key)!.id
const field = (of: FormTree, key: string) => allNodes(of.children).find((it) => it.key === key)!.schema

function done(command: Command, of: FormTree = tree) {
  const outcome = run(of, command)
  if (!outcome.ok) throw new Error(outcome.reason)
  expect(checkSchema(toSchema(outcome.tree))).toEqual([])
  return outcome
}

function refused(command: Command, of: FormTree = tree) {
  const outcome = run(of, command)
  return outcome.ok ? '' : outcome.reason
}

describe('renaming a field', () => {
  it('writes every expression that names it anew', () => {
    expect(field(done({ do: 'rename', id: id('kind'), key: 'sort1' }).tree, 'phone')['x-visible-if']).toBe(
      'sort1 = "person" and root.sort1 != null',
    )
    const columns = done({ do: 'rename', id: id('price'), key: 'unitPrice' }).tree
    expect(field(columns, 'amount')['x-computed']).toBe('unitPrice * count')
    expect(field(columns, 'total')['x-computed']).toBe('sum(for i in items return i.amount) + sum(items[count > 1].unitPrice)')
    expect(field(columns, 'items')['x-component-props']).toEqual({ sums: ['unitPrice'] })
  })

  it('tells a field of the form from the column of the same name', () => {
    const shadowed = done({ do: 'rename', id: id('phone'), key: 'count' })
    expect(field(shadowed.tree, 'amount')['x-computed']).toBe('price * count')
    const reads = done({ do: 'set', id: id('amount'), keys: { 'x-computed': 'if kind = "person" then price else 0' } }).tree
    expect(field(done({ do: 'rename', id: id('count'), key: 'kind' }, reads).tree, 'amount')['x-computed']).toBe(
      'if root.kind = "person" then price else 0',
    )
  })

  it.each([
    ['kind', 'phone', '标识“phone”在这里已经使用'],
    ['kind', 'if', '保留字'],
    ['kind', '1a', '字母'],
    ['phone', 'basics', '已经使用'],
  ])('%s to %s is refused', (from, to, reason) => {
    expect(refused({ do: 'rename', id: id(from), key: to })).toContain(reason)
  })
})

describe('moving fields', () => {
  it('follows a field into an object and out of it', () => {
    const inside = done({ do: 'move', ids: [id('kind')], place: { into: id('applicant'), at: 0 } })
    expect(field(inside.tree, 'phone')['x-visible-if']).toBe('applicant.kind = "person" and root.applicant.kind != null')
    expect(inside.said).toBe('已将“类型”移到“申请人”的第 1 项')
    const outside = done({ do: 'move', ids: [id('kind')], place: { into: null, at: 0 } }, inside.tree)
    expect(toSchema(outside.tree)).toEqual(schema)
  })

  it('refuses to tear a column from what reads it, and to put a section into a table', () => {
    expect(refused({ do: 'move', ids: [id('price')], place: { into: null, at: 0 } })).toContain('“合计”的计算公式')
    expect(refused({ do: 'move', ids: [id('basics')], place: { into: id('items'), at: 0 } })).toContain('明细表的列只能是单个填写项')
    expect(refused({ do: 'move', ids: [id('basics')], place: { into: id('applicant'), at: 0 } })).toBe('不能移到自己里面')
  })

  it('keeps several in the order of the form, whichever was chosen first', () => {
    const { tree: moved } = done({ do: 'move', ids: [id('phone'), id('kind')], place: { into: null, at: 5 } })
    expect(childrenOf(moved, null).map((it) => it.key)).toEqual(['basics', 'items', 'total', 'kind', 'phone'])
  })
})

describe('removing a field', () => {
  it('says which others use it, and takes their conditions along when told to', () => {
    const outcome = run(tree, { do: 'remove', ids: [id('kind')] })
    expect(outcome).toMatchObject({ ok: false, reason: '“联系电话”的显示条件用到了“类型”', referrers: [{ at: ['x-visible-if'] }] })
    const forced = done({ do: 'remove', ids: [id('kind')], force: true })
    expect(field(forced.tree, 'phone')).not.toHaveProperty('x-visible-if')
    expect(forced.said).toBe('已删除“类型”,并去掉 1 处用到它的条件')
  })

  it('leaves a table its last column', () => {
    const two = done({ do: 'remove', ids: [id('count'), id('amount')], force: true }).tree
    expect(refused({ do: 'remove', ids: [id('price')], force: true }, two)).toBe('“明细”应有 1 至 20 列')
  })
})

describe('copying fields', () => {
  it('renames what is taken, and lets copies name each other', () => {
    const { tree: copied, said } = done({ do: 'duplicate', ids: [id('items'), id('total'), id('kind')] })
    expect(said).toBe('已复制“类型”、“明细”、“合计”')
    expect(field(copied, 'total1')['x-computed']).toBe('sum(for i in items1 return i.amount) + sum(items1[count > 1].price)')
  })

  it('comes to another form by text, without what that form cannot know', () => {
    const pasted = fieldsFromClipboard(clipboardText(copyOf(tree, [allNodes(tree.children).find((it) => it.key === 'phone')!])))
    if (!pasted.ok) throw new Error(pasted.reason)
    const other = fromSchema({ type: 'object', 'x-lianban': { version: 1 }, properties: { phone: { type: 'string', title: '电话' } } })
    const { tree: both, said } = done({ do: 'insert', properties: pasted.properties, place: { into: null, at: 1 } }, other)
    expect(toSchema(both).properties).toEqual({
      phone: { type: 'string', title: '电话' },
      phone1: { type: 'string', title: '联系电话', 'x-component': 'Phone' },
    })
    expect(said).toBe('已新增“联系电话”,其中 1 项条件用到本表单没有的字段,已去掉')
  })

  it.each([
    ['plain text', '联系电话', '没有表单字段'],
    ['JSON of somebody else', '{"type":"object"}', '没有表单字段'],
    ['code', clipboardText({ a: { type: 'string', title: '{{alert(1)}}' } }), '不合规'],
    [
      'a name of JavaScript',
      clipboardText(JSON.parse('{"__proto__":{"type":"string","title":"x"}}') as Record<string, FieldSchema>),
      '不合规',
    ],
    ['no fields', '{"lianban":"lianban/form-fields@1","properties":null}', '不合规'],
  ])('refuses %s', (_what, text, reason) => {
    const pasted = fieldsFromClipboard(text)
    expect(pasted.ok ? '' : pasted.reason).toContain(reason)
  })
})

describe('sections', () => {
  it('are put around neighbours and taken away again', () => {
    const wrapped = done({ do: 'wrap', ids: [id('kind'), id('phone')] })
    expect(childrenOf(wrapped.tree, null).map((it) => it.key)).toEqual(['section1', 'basics', 'items', 'total'])
    const plain = done({ do: 'unwrap', id: wrapped.selected[0]! }, wrapped.tree)
    expect(toSchema(plain.tree)).toEqual(schema)
    expect(refused({ do: 'wrap', ids: [id('kind'), id('name')] })).toContain('同一处')
  })
})

it.each(Object.keys(COMPONENTS) as ComponentName[])('%s comes from the palette', (component) => {
  done({ do: 'insert', properties: { x: newField(component) }, place: { into: null, at: 0 } })
})

it.each<[string, Partial<FieldSchema>, string]>([
  ['a wrong condition', { 'x-visible-if': 'kind = ' }, '“联系电话”的显示条件没有写完整'],
  ['an unknown field', { 'x-required-if': 'kid = 1' }, '“联系电话”的必填条件用到了不存在的字段“kid”'],
  ['a field on itself', { 'x-visible-if': 'phone = null' }, '循环引用'],
  ['an empty title', { title: '' }, '不能为空'],
  ['a pattern that never ends', { pattern: '(a+)+' }, '格式规则'],
])('%s is refused', (_what, keys, reason) => {
  expect(refused({ do: 'set', id: id('phone'), keys })).toContain(reason)
})
