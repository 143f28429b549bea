import { expect, test } from 'vitest'
import { parseWireDate, wireDate } from './dates.ts'
import { readVariable, readVariables, wireVariable } from './typed-values.ts'

test.each([
  ['String', 'x', 'x'],
  ['integer', 12, 12],
  ['Integer', '12', 12],
  ['long', '9007199254740991', 9007199254740991],
  ['Double', '1.5', 1.5],
  ['boolean', 'true', true],
  ['date', '2026-03-03T09:00:00.000+0800', '2026-03-03T01:00:00.000Z'],
  ['json', '{"a":[1]}', { a: [1] }],
  ['Object', '[1]', [1]],
  ['Xml', '<a/>', '<a/>'],
  ['null', null, null],
  ['bytes', 'aGk=', 'aGk='],
])('%s %j is read as %j', (type, value, expected) => {
  expect(readVariable('v', { type, value })).toEqual({ value: expected, type: type[0]!.toUpperCase() + type.slice(1) })
})

test.each([
  ['Integer', 'x'],
  ['Integer', 2147483648],
  ['Integer', 1.5],
  ['Short', 40000],
  ['Long', '9223372036854775807'],
  ['Double', ''],
  ['Double', 'NaN'],
  ['Boolean', 'yes'],
  ['Date', '2026-03-03'],
  ['Json', { a: 1 }],
  ['Json', '{'],
  ['String', 5],
  ['File', ''],
  ['Colour', 'red'],
  ['constructor', 'x'],
])('%s %j is refused with 400', (type, value) => {
  expect(() => readVariable('v', { type, value })).toThrow(expect.objectContaining({ status: 400 }) as Error)
})

test('without a type the value is kept as it is and its type is guessed in answers', () => {
  expect(readVariables({ a: { value: 'x' }, b: { value: [1] } })).toEqual({ a: { value: 'x' }, b: { value: [1] } })
  expect([1, 2147483648, 1.5, 'x', true, null].map((value) => wireVariable({ value }).type)).toEqual([
    'Integer',
    'Long',
    'Double',
    'String',
    'Boolean',
    'Null',
  ])
})

test('JSON comes back as text, dates in the wire form, whatever was declared', () => {
  expect(wireVariable({ value: { 名称: '三湖' } })).toEqual({ type: 'Json', value: '{"名称":"三湖"}', valueInfo: {} })
  expect(wireVariable({ value: '2026-03-03T01:00:00.000Z', type: 'Date' })).toMatchObject({
    type: 'Date',
    value: '2026-03-03T01:00:00.000+0000',
  })
})

test('a declared type that the value has outgrown gives way', () => {
  expect(wireVariable({ value: 'now text', type: 'Integer' }).type).toBe('String')
  expect(wireVariable({ value: 1.5, type: 'Long' }).type).toBe('Double')
})

test('dates go both ways', () => {
  expect(wireDate(0)).toBe('1970-01-01T00:00:00.000+0000')
  expect(parseWireDate('1970-01-01T08:00:00+0800')).toBe(0)
  expect(parseWireDate('1970-01-01T00:00:00.5Z')).toBe(500)
  expect(parseWireDate('yesterday')).toBeNull()
  expect(parseWireDate('2026-13-03T00:00:00Z')).toBeNull()
})
