import { checkSchema, evaluateRules, type FormSchema, type FormValues } from '@lianban/forms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flatten } from '@lianban/forms'
import {
  conditionWords,
  fieldsToCompare,
  type Comparison,
  type Group,
  operandsFor,
  operatorsFor,
  type OperandChoice,
  type Value,
  valuesOf,
  writeCondition,
} from './condition.ts'
import { readCondition } from './read-condition.ts'

const schema: FormSchema = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: {
    target: { type: 'string', title: '说明' },
    kind: {
      type: 'string',
      title: '主体业态',
      enum: [
        { label: '单位食堂', value: 'canteen' },
        { label: '餐饮', value: 'catering' },
      ],
    },
    name: { type: 'string', title: '名称' },
    leader: { type: 'string', title: '负责人' },
    area: { type: 'number', title: '面积' },
    price: { type: 'string', title: '总价', 'x-component': 'MoneyInput' },
    day: { type: 'string', title: '开业日期', 'x-component': 'DatePicker' },
    leave: { type: 'object', title: '请假', 'x-component': 'DateRange' },
    agent: { type: 'boolean', title: '委托代办' },
    items: {
      type: 'array',
      title: '经营项目',
      enum: [
        { label: '热食', value: 'hot' },
        { label: '冷食', value: 'cold' },
      ],
    },
    files: { type: 'array', title: '材料', 'x-component': 'Upload' },
    staff: {
      type: 'array',
      title: '人员',
      items: {
        type: 'object',
        properties: {
          age: { type: 'integer', title: '年龄' },
          area: { type: 'number', title: '负责面积' },
          cook: { type: 'boolean', title: '厨师' },
          note: { type: 'string', title: '备注' },
        },
      },
    },
  },
}
const fields = flatten(schema)
const field = (path: string) => fields.find((it) => it.path === path)!
// A condition that shows a field does not look at that field.
const choices = operandsFor(field('target'), fields).filter((it) => it.operand.path !== 'target')
const words = (text: string, of = choices) => {
  const read = readCondition(text, of)
  return read && conditionWords(read, of)
}

describe('a condition in sentences', () => {
  it.each([
    ['kind = "canteen" and area > 100', '“主体业态”是“单位食堂”,且“面积”大于 100'],
    ['(agent or kind != "catering") and name != null', '(“委托代办”为是,或“主体业态”不是“餐饮”),且“名称”已填写'],
    ['not(agent)', '“委托代办”为否'],
    ['kind in ["canteen", "catering"]', '“主体业态”是“单位食堂”或“餐饮”'],
    ['list contains(items, "hot") or count(files) = 0', '“经营项目”包含“热食”,或“材料”未填写'],
    ['day < date("2026-01-05") or leave.end >= today()', '“开业日期”早于2026年1月5日,或“请假”的结束日期不早于当天'],
    ['some p in staff satisfies p.age < 18', '“人员”中有一行“年龄”小于 18'],
    ['every p in staff satisfies p.note != null', '“人员”每一行的“备注”已填写'],
    ['count(staff) >= 3 and sum(staff.area) > 80.5', '“人员”的行数不小于 3,且“人员”的“负责面积”合计大于 80.5'],
    ['leave.start > day and name != leader', '“请假”的开始日期晚于“开业日期”,且“名称”与“负责人”不同'],
    ['contains(name, "面\\"馆")', '“名称”包含“面"馆”'],
  ])('%s', (text, expected) => {
    expect(words(text)).toBe(expected)
  })

  it.each([
    ['arithmetic', 'area * 2 > 100'],
    ['fields of different types', 'name = area'],
    ['a column against its own form', 'name in [area]'],
    ['a value of the wrong type', 'area > "x"'],
    ['a field that is not there', 'nobody = 1'],
    ['an unfinished one', 'kind = '],
    ['not over rows', 'not(some p in staff satisfies p.age < 18)'],
    ['a day that is none', 'day = "2026-01-05T00:00"'],
    ['brackets without end', '('.repeat(500)],
    ['more said of a row', 'some p in staff satisfies p.age < 18 or agent'],
    ['if', 'if agent then true else false'],
  ])('leaves %s to FEEL', (_what, text) => {
    expect(readCondition(text, choices)).toBeNull()
  })

  it('tells the own row from the form', () => {
    const inRow = operandsFor(field('staff.note'), fields)
    expect(words('area > 1 and root.area > 2', inRow)).toBe('“负责面积”大于 1,且“面积”大于 2')
  })
})

const comparison: fc.Arbitrary<Comparison> = fc.constantFrom(...choices).chain((choice) =>
  fc.constantFrom(...operatorsFor(choice)).chain((operator) => {
    const others = fieldsToCompare(choice, operator, choices).map((it): Value => ({ field: it.operand.path }))
    const value = others.length > 0 ? fc.oneof(valueOf(choice), fc.constantFrom(...others)) : valueOf(choice)
    const count = { none: 0, one: 1, many: 3 }[valuesOf(operator)]
    return fc
      .array(value, { minLength: Math.min(1, count), maxLength: count })
      .map((values) => ({ operand: choice.operand, operator, values: count === 0 ? [] : values }))
  }),
)

function valueOf({ type, options }: OperandChoice): fc.Arbitrary<Value> {
  if (options) return fc.constantFrom(...options.map((it) => it.value))
  if (type === 'number') return fc.constantFrom(0, -3, 12.5)
  return type === 'date' ? fc.constantFrom('2026-01-05', 'today') : fc.string({ maxLength: 8 }).filter((it) => !it.includes('{{'))
}

const leaf = fc.array(comparison, { minLength: 2, maxLength: 3 })
const group: fc.Arbitrary<Group> = fc.oneof(
  comparison.map((it): Group => ({ join: 'and', parts: [it] })),
  fc.record({ join: fc.constantFrom('and' as const, 'or' as const), parts: leaf }),
  fc.tuple(leaf, leaf).map(([a, b]): Group => ({ join: 'and', parts: [{ join: 'or', parts: a }, ...b] })),
)

describe('what the builder writes', () => {
  it('reads back as the same sentence, and is accepted by checkSchema', () => {
    fc.assert(
      fc.property(group, (it) => {
        const text = writeCondition(it, choices)
        expect(readCondition(text, choices)).toEqual(it)
        const form = { ...schema, properties: { ...schema.properties, target: { type: 'string', title: '说明', 'x-visible-if': text } } }
        expect(checkSchema(form).filter((problem) => problem.code !== 'EXPRESSION_TOO_LONG')).toEqual([])
      }),
    )
  })

  it.each<[string, FormValues, boolean]>([
    ['kind in canteen', { kind: 'canteen' }, true],
    ['kind in canteen', { kind: 'other' }, false],
    ['items contains hot', { items: ['hot'] }, true],
    ['items notContains hot', { items: ['cold'] }, true],
    ['staff any', { staff: [{ age: 30 }, { age: 17 }] }, true],
    ['staff any', { staff: [{ age: 30 }] }, false],
    ['staff any or agent', { staff: [], agent: true }, true],
    ['files filled', { files: [] }, false],
    ['day', { day: '2026-01-04' }, true],
  ])('holds as it says: %s %j', (which, values, expected) => {
    const one = (of: 'value' | 'any', path: string, operator: Comparison['operator'], ...of2: Value[]): Group => ({
      join: 'and',
      parts: [{ operand: { of, path }, operator, values: of2 }],
    })
    const conditions: Record<string, Group> = {
      'kind in canteen': one('value', 'kind', 'in', 'canteen', 'catering'),
      'items contains hot': one('value', 'items', 'contains', 'hot'),
      'items notContains hot': one('value', 'items', 'notContains', 'hot'),
      'staff any': one('any', 'staff.age', '<', 18),
      'staff any or agent': {
        join: 'or',
        parts: [...one('any', 'staff.age', '<', 18).parts, ...one('value', 'agent', 'yes').parts],
      },
      'files filled': one('value', 'files', 'filled'),
      day: one('value', 'day', '<', '2026-01-05'),
    }
    const target = { type: 'string' as const, title: '说明', 'x-visible-if': writeCondition(conditions[which]!, choices) }
    const form: FormSchema = { ...schema, properties: { ...schema.properties, target } }
    expect(evaluateRules(form, values, { now: 0 }).visible['target']).toBe(expected)
  })
})
