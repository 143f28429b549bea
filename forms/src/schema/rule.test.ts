import { date, evaluate } from 'feelin'
import { describe, expect, it } from 'vitest'
import { compileRule } from './rule.ts'

const own = { today: () => date('2026-09-18') }
const fields = {
  ...{ name: '湖畔面馆', area: 85, online: false, opened: date('2026-01-05'), missing: null, items: ['热食', '自制饮品'] },
  ...{
    staff: [
      { age: 20, role: '厨师' },
      { age: 17, role: '帮工' },
      { age: null, role: null },
    ],
    applicant: { town: '莲湖镇' },
  },
}
const names = [...Object.keys(own), ...Object.keys(fields), 'age']

describe('a compiled rule', () => {
  it.each([
    'area > 80 and online = false',
    'missing > 3',
    'missing = null',
    'if online then "网上" else name',
    'count(staff[age < 18])',
    'sum(for person in staff return person.age)',
    'every person in staff satisfies person.age != null',
    'list contains(items, "热食")',
    'applicant.town = "莲湖镇"',
    'opened < today() - duration("P30D")',
    'string length(name) + area * 2',
    'staff[1].age + age',
    'area in [80..90] // 面积',
    'name + area',
    'undefinedFunction(area)',
  ])('says what feelin says: %s', (expression) => {
    const rule = compileRule(expression, names)
    const row = { age: 3 }
    const expected = evaluate(expression, { ...fields, ...row, ...own }).value
    expect(rule.run([own, row, fields])).toEqual(expected)
    expect(rule.run([own, { age: 4 }, { ...fields, area: 1, staff: [] }])).toEqual(
      evaluate(expression, { ...fields, area: 1, staff: [], age: 4, ...own }).value,
    )
    expect(rule.run([own, row, fields])).toEqual(expected)
  })
})
