import { describe, expect, it } from 'vitest'
import { anApplication, foodLicence, NOW } from '../test/fixtures/food-licence.ts'
import { evaluateRules } from './rules.ts'
import type { FormSchema } from './schema/form-schema.ts'
import type { FormValues } from './values.ts'

const form = (properties: object) => ({ type: 'object', 'x-lianban': { version: 1 }, properties }) as unknown as FormSchema
const text = (over: object = {}) => ({ type: 'string', title: '名称', ...over })
const money = (over: object = {}) => text({ 'x-component': 'MoneyInput', ...over })

describe('evaluateRules', () => {
  it('shows, requires and computes as the values say', () => {
    const result = evaluateRules(foodLicence, anApplication(), { now: NOW })
    expect(result.visible).toMatchObject({
      basics: true,
      'applicant.diners': false,
      cooking: true,
      agentName: false,
      'staff.1.name': true,
    })
    expect(result.required).toMatchObject({
      'applicant.name': true,
      cooking: true,
      'staff.0.certificateNo': true,
      'staff.1.certificateNo': false,
    })
    expect(result.values['staffCount']).toBe(2)
    expect(result.problems).toEqual([])
  })

  it('drops the value of a hidden field, and hides what depends on it', () => {
    const schema = form({
      kind: text(),
      a: text({ 'x-visible-if': 'kind = "x"' }),
      b: text({ 'x-visible-if': 'a = "yes"' }),
    })
    const result = evaluateRules(schema, { kind: 'y', a: 'yes', b: 'z' }, { now: NOW })
    expect(result.values).toEqual({ kind: 'y' })
    expect(result.visible).toEqual({ kind: true, a: false, b: false })
  })

  it('hides everything inside a hidden section', () => {
    const section = {
      type: 'void',
      title: '甲',
      'x-component': 'Section',
      'x-visible-if': 'on',
      properties: { a: text(), o: { type: 'object', properties: { b: text() } } },
    }
    const schema = form({ on: { type: 'boolean', title: '开' }, s: section })
    expect(evaluateRules(schema, { a: '1', o: { b: '2' } }, { now: NOW }).values).toEqual({})
    expect(evaluateRules(schema, { on: true, a: '1', o: { b: '2' } }, { now: NOW }).values).toEqual({
      on: true,
      a: '1',
      o: { b: '2' },
    })
  })

  it('computes in the order of dependencies, whatever the order of the form', () => {
    const schema = form({
      total: money({ 'x-computed': 'sum(rows.amount[item != null])' }),
      rows: {
        type: 'array',
        title: '明细',
        items: {
          type: 'object',
          properties: {
            amount: money({ 'x-computed': 'price * quantity * (1 + root.rate)' }),
            price: money(),
            quantity: { type: 'integer', title: '数量' },
          },
        },
      },
      rate: { type: 'number', title: '税率' },
    })
    const values = {
      rate: 0.5,
      rows: [{ price: '10', quantity: 2, amount: '999' }, { price: '0.10', quantity: 3 }, { quantity: 1 }],
    }
    const result = evaluateRules(schema, values, { now: NOW })
    expect(result.values).toEqual({
      total: '30.45',
      rows: [{ amount: '30.00', price: '10.00', quantity: 2 }, { amount: '0.45', price: '0.10', quantity: 3 }, { quantity: 1 }],
      rate: 0.5,
    })
  })

  it('sees the column of the own row before a field of the same name', () => {
    const schema = form({
      name: text(),
      rows: {
        type: 'array',
        title: '表',
        items: { type: 'object', properties: { name: text(), both: text({ 'x-computed': 'name + root.name' }) } },
      },
    })
    expect(evaluateRules(schema, { name: 'R', rows: [{ name: 'a' }] }, { now: NOW }).values['rows']).toEqual([{ name: 'a', both: 'aR' }])
  })

  it('reads dates as dates, and today in China', () => {
    const schema = form({
      day: text({ 'x-component': 'DatePicker', 'x-checks': [{ when: 'day > today()', message: '晚于今天' }] }),
    })
    const lateInTheEvening = Date.parse('2026-09-18T16:30:00Z')
    expect(evaluateRules(schema, { day: '2026-09-19' }, { now: lateInTheEvening }).problems).toEqual([])
    expect(evaluateRules(schema, { day: '2026-09-19' }, { now: lateInTheEvening - 3_600_000 }).problems).toEqual([
      { path: 'day', code: 'CHECK_FAILED', message: '晚于今天' },
    ])
  })

  it('says which row fails a check', () => {
    const values = anApplication({ staff: [{ name: '甲' }, { name: '乙', certificateUntil: '2026-09-17' }] })
    expect(evaluateRules(foodLicence, values, { now: NOW }).problems).toEqual([
      { path: 'staff.1.certificateUntil', code: 'CHECK_FAILED', message: '健康证已过期,请更换人员或重新办理' },
    ])
  })

  it('writes values in one way: NFC, codes in upper case without blanks, money with two digits, blank left out', () => {
    const schema = form({
      id: text({ 'x-component': 'CitizenId' }),
      phone: text({ 'x-component': 'Phone' }),
      m: money(),
      n: text(),
      blank: text(),
    })
    const result = evaluateRules(
      schema,
      { id: ' 110105 19491231 002x', phone: '138-0013 8000', m: '1,250.5', n: ' e\u0301 ', blank: '  ' },
      { now: NOW },
    )
    expect(result.values).toEqual({ id: '11010519491231002X', phone: '13800138000', m: '1250.50', n: '\u00e9' })
  })

  it('changes nothing handed in and gives the same again on its own result', () => {
    const values = anApplication()
    const before = structuredClone(values)
    const first = evaluateRules(foodLicence, values, { now: NOW })
    expect(values).toEqual(before)
    expect(evaluateRules(foodLicence, first.values, { now: NOW })).toEqual(first)
  })

  it('treats values that are no form as an empty one', () => {
    for (const values of [null, 'x', [1], { staff: 'x' }, { staff: [null, 1] }, { applicant: [] }] as unknown as FormValues[]) {
      expect(evaluateRules(foodLicence, values, { now: NOW }).values).toEqual({ staffCount: 0 })
    }
  })
})
