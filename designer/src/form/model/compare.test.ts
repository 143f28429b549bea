import type { FieldSchema, FormSchema } from '@lianban/forms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomForm } from '../../../../forms/test/random-form.ts'
import { compareForms } from './compare.ts'
import { fieldOutline } from './outline.ts'

const form = (properties: Record<string, FieldSchema>, title = '申请书'): FormSchema => ({
  type: 'object',
  title,
  'x-lianban': { version: 1 },
  properties,
})
const section = (title: string, properties: Record<string, FieldSchema>): FieldSchema => ({
  type: 'void',
  title,
  'x-component': 'Section',
  properties,
})
const text = (title: string, over: Partial<FieldSchema> = {}): FieldSchema => ({ type: 'string', title, ...over })
const OPTIONS = [
  { label: '个人', value: 'a' },
  { label: '企业', value: 'b' },
]
const base = {
  kind: text('类型', { enum: OPTIONS }),
  basics: section('申请人', { name: text('姓名') }),
  amount: text('金额', { 'x-component': 'MoneyInput' }),
  note: text('备注', { maxLength: 100 }),
}
const changes = (after: Record<string, FieldSchema>, before: Record<string, FieldSchema> = base) =>
  compareForms(form(before), form(after)).map((it) => it.text)

describe('two versions in words', () => {
  it.each<[string, Record<string, FieldSchema>, string[]]>([
    ['nothing', base, []],
    ['a new field', { ...base, phone: text('联系电话', { required: true }) }, ['新增必填字段“联系电话”']],
    [
      'a new field in a section',
      { ...base, basics: section('申请人', { name: text('姓名'), age: text('年龄') }) },
      ['新增字段“年龄”(在“申请人”中)'],
    ],
    [
      'a new field in an object without title',
      { ...base, basics: section('申请人', { name: text('姓名'), legal: { type: 'object', properties: { id: text('证件') } } }) },
      ['新增字段“legal”(在“申请人”中),含“证件”'],
    ],
    ['a new section', { ...base, more: section('其他', { a: text('甲'), b: text('乙') }) }, ['新增区块“其他”,含“甲”、“乙”']],
    ['required', { ...base, amount: { ...base.amount, required: true } }, ['“金额”由选填改为必填']],
    [
      'required on a condition',
      { ...base, amount: { ...base.amount, 'x-required-if': 'kind = "b"' } },
      ['“金额”由选填改为“类型”是“企业”时必填'],
    ],
    [
      'shown on a condition',
      { ...base, note: { ...base.note, 'x-visible-if': 'kind != "a" and amount > 100' } },
      ['“备注”改为仅在“类型”不是“个人”,且“金额”大于 100时显示'],
    ],
    [
      'computed',
      { ...base, amount: { ...base.amount, 'x-computed': 'if kind = "a" then 1 else 2' } },
      ['“金额”改为按公式计算:if “类型” = "a" then 1 else 2'],
    ],
    [
      'moved into a section',
      { kind: base.kind, basics: section('申请人', { name: text('姓名'), note: base.note }), amount: base.amount },
      ['“备注”移到“申请人”这一节'],
    ],
    ['moved out of it', { ...base, basics: section('申请人', {}), name: text('姓名') }, ['“姓名”移到最外层']],
    ['moved among its neighbours', { note: base.note, kind: base.kind, basics: base.basics, amount: base.amount }, ['“备注”移到最前']],
    ['a new title', { ...base, note: { ...base.note, title: '补充说明' } }, ['“备注”改名为“补充说明”']],
    ['a new key', { kind: base.kind, basics: base.basics, amount: base.amount, remark: base.note }, ['“备注”的标识由 note 改为 remark']],
    ['a new component', { ...base, note: { ...base.note, 'x-component': 'TextArea' } }, ['“备注”由单行文字改为多行文字']],
    [
      'options',
      {
        ...base,
        kind: text('类型', {
          enum: [
            { label: '单位', value: 'b' },
            { label: '其他', value: 'c' },
          ],
        }),
      },
      ['“类型”增加选项“其他”', '“类型”去掉选项“个人”', '“类型”的选项“企业”改为“单位”'],
    ],
    ['limits', { ...base, note: text('备注', { maxLength: 50 }) }, ['“备注”的最多字数由 100 字改为 50 字']],
    ['help', { ...base, note: { ...base.note, 'x-help': '如实填写' } }, ['“备注”的填写提示设为“如实填写”']],
    [
      'a check',
      { ...base, note: { ...base.note, 'x-checks': [{ when: 'note = null and kind = "b"', message: '请说明' }] } },
      ['“备注”增加校验:“备注”未填写,且“类型”是“企业”时提示“请说明”'],
    ],
  ])('%s', (_what, after, expected) => {
    expect(changes(after)).toEqual(expected)
  })

  it('says what is gone at the end, once for a section with all in it', () => {
    expect(changes({ kind: base.kind, note: base.note })).toEqual(['删除区块“申请人”', '删除字段“金额”'])
    expect(compareForms(form(base), form(base, '申请表'))).toEqual([{ path: '', text: '表单名称由“申请书”改为“申请表”' }])
  })

  it('has nothing to say about the same form, and something about every other', () => {
    fc.assert(
      fc.property(randomForm, randomForm, (a, b) => {
        expect(compareForms(a, structuredClone(a))).toEqual([])
        if (JSON.stringify(a) !== JSON.stringify(b)) expect(compareForms(a, b)).not.toEqual([])
      }),
    )
  })
})

it('lists a form for other designers', () => {
  expect(fieldOutline(form(base)).map((it) => `${'-'.repeat(it.level)}${it.title} ${it.component} ${it.takesValue}`)).toEqual([
    '-类型 下拉选择 true',
    '-申请人 区块 false',
    '--姓名 单行文字 true',
    '-金额 金额 true',
    '-备注 单行文字 true',
  ])
})
