import { describe, expect, it } from 'vitest'
import { foodLicence } from '../../test/fixtures/food-licence.ts'
import { LIMITS } from '../limits.ts'
import { checkSchema } from './check-schema.ts'
import { fieldsOf } from './compile.ts'
import type { FormSchema } from './form-schema.ts'

const form = (properties: object, over: object = {}) => ({
  type: 'object',
  'x-lianban': { version: 1 },
  properties,
  ...over,
})
const text = (over: object = {}) => ({ type: 'string', title: '名称', ...over })
const table = (columns: object, over: object = {}) => ({
  type: 'array',
  title: '表',
  items: { type: 'object', properties: columns },
  ...over,
})
const steps = (key: string) => ({
  type: 'void',
  'x-component': 'Steps',
  properties: { [key]: { type: 'void', title: '步', 'x-component': 'Section', properties: {} } },
})

describe('checkSchema', () => {
  it('accepts the application for a food business licence', () => {
    expect(checkSchema(foodLicence)).toEqual([])
  })

  it.each([
    ['a value that is no object', [], '', 'WRONG_TYPE'],
    ['an unknown version', form({}, { 'x-lianban': { version: 2 } }), '/x-lianban', 'UNKNOWN_VERSION'],
    ['an unknown root key', form({}, { definitions: {} }), '/definitions', 'UNKNOWN_KEY'],
    ['an unknown key', form({ a: text({ 'x-reactions': [] }) }), '/properties/a/x-reactions', 'UNKNOWN_KEY'],
    ['a key of another type', form({ a: text({ minItems: 1 }) }), '/properties/a/minItems', 'UNKNOWN_KEY'],
    ['an unknown type', form({ a: { type: 'any' } }), '/properties/a/type', 'WRONG_TYPE'],
    ['an inherited name as type', form({ a: { type: 'toString' } }), '/properties/a/type', 'WRONG_TYPE'],
    ['an unknown component', form({ a: text({ 'x-component': 'Html' }) }), '/properties/a/x-component', 'UNKNOWN_COMPONENT'],
    ['a component of another type', form({ a: text({ 'x-component': 'Switch' }) }), '/properties/a/x-component', 'WRONG_TYPE'],
    [
      'an unknown component property',
      form({ a: text({ 'x-component-props': { onClick: 'x' } }) }),
      '/properties/a/x-component-props/onClick',
      'UNKNOWN_KEY',
    ],
    [
      'a wrong component property',
      form({ a: text({ 'x-component-props': { suffix: 1 } }) }),
      '/properties/a/x-component-props/suffix',
      'WRONG_VALUE',
    ],
    ['{{ in a title', form({ a: text({ title: '{{alert(1)}}' }) }), '/properties/a/title', 'TEMPLATE_REFUSED'],
    [
      '{{ deep in an option',
      form({ a: text({ enum: [{ label: 'x{{y', value: '1' }] }) }),
      '/properties/a/enum/0/label',
      'TEMPLATE_REFUSED',
    ],
    ['a name with a dot', form({ 'a.b': text() }), '/properties/a.b', 'WRONG_NAME'],
    ['__proto__', form(JSON.parse('{"__proto__":{"type":"string","title":"x"}}') as object), '/properties/__proto__', 'WRONG_NAME'],
    ['constructor', form({ constructor: text() }), '/properties/constructor', 'WRONG_NAME'],
    ['a word of FEEL', form({ if: text() }), '/properties/if', 'WRONG_NAME'],
    ['a field without title', form({ a: { type: 'string' } }), '/properties/a/title', 'MISSING_KEY'],
    [
      'options there twice',
      form({
        a: text({
          enum: [
            { label: 'A', value: '1' },
            { label: 'B', value: '1' },
          ],
        }),
      }),
      '/properties/a/enum/1',
      'WRONG_VALUE',
    ],
    [
      'options on a text input',
      form({ a: text({ 'x-component': 'Input', enum: [{ label: 'A', value: '1' }] }) }),
      '/properties/a/enum',
      'UNKNOWN_KEY',
    ],
    ['a selection without options', form({ a: text({ 'x-component': 'Radio' }) }), '/properties/a/enum', 'MISSING_KEY'],
    [
      'a default that is no option',
      form({ a: text({ enum: [{ label: 'A', value: '1' }], default: '2' }) }),
      '/properties/a/default',
      'WRONG_VALUE',
    ],
    [
      'another format than the component has',
      form({ a: text({ 'x-component': 'Phone', format: 'date' }) }),
      '/properties/a/format',
      'WRONG_VALUE',
    ],
    ['an unknown format', form({ a: text({ format: 'email' }) }), '/properties/a/format', 'WRONG_VALUE'],
    ['bounds crossed', form({ a: text({ minLength: 3, maxLength: 2 }) }), '/properties/a/minLength', 'WRONG_VALUE'],
    ['a pattern that backtracks for ever', form({ a: text({ pattern: '^(a+)+$' }) }), '/properties/a/pattern', 'WRONG_VALUE'],
    ['a broken pattern', form({ a: text({ pattern: '(' }) }), '/properties/a/pattern', 'WRONG_VALUE'],
    ['a table in a table', form({ a: table({ b: table({ c: text() }) }) }), '/properties/a/items/properties/b/type', 'WRONG_TYPE'],
    ['a table without columns', form({ a: { type: 'array', title: '表' } }), '/properties/a/items', 'WRONG_VALUE'],
    [
      'a computed field that is required',
      form({ a: text({ 'x-computed': '1', required: true }) }),
      '/properties/a/x-computed',
      'WRONG_VALUE',
    ],
    [
      'a section that takes the path of a field',
      form({ a: text(), s: { type: 'void', 'x-component': 'Section', properties: { a: text() } } }),
      '/properties/s/properties/a',
      'DUPLICATE_PATH',
    ],
    ['FEEL that does not parse', form({ a: text({ 'x-visible-if': 'b = ' }) }), '/properties/a/x-visible-if', 'EXPRESSION_INVALID'],
    ['a field that does not exist', form({ a: text({ 'x-visible-if': 'b = 1' }) }), '/properties/a/x-visible-if', 'UNKNOWN_NAME'],
    ['a function that does not exist', form({ a: text({ 'x-visible-if': 'fetch("x")' }) }), '/properties/a/x-visible-if', 'UNKNOWN_NAME'],
    [
      'a field that hides a function it calls',
      form({ count: text(), a: text({ 'x-visible-if': 'count([1]) = 1' }) }),
      '/properties/a/x-visible-if',
      'NAME_CLASH',
    ],
    [
      'a loop over numbers',
      form({ a: text({ 'x-computed': 'count(for i in 1..1000000000 return i)' }) }),
      '/properties/a/x-computed',
      'EXPRESSION_TOO_COSTLY',
    ],
    [
      '{{ in a source of options',
      form({ a: text({ 'x-options': { dictionary: '{{x}}' } }) }),
      '/properties/a/x-options/dictionary',
      'TEMPLATE_REFUSED',
    ],
    [
      '{{ in a notice',
      form({ a: { type: 'void', 'x-component': 'Notice', description: '{{x}}' } }),
      '/properties/a/description',
      'TEMPLATE_REFUSED',
    ],
    [
      '{{ in a property',
      form({ a: table({ b: text() }, { 'x-component-props': { addText: '{{x}}' } }) }),
      '/properties/a/x-component-props/addText',
      'TEMPLATE_REFUSED',
    ],
    ['a source that there is not', form({ a: text({ 'x-options': { url: 'https://x' } }) }), '/properties/a/x-options', 'WRONG_VALUE'],
    ['two sources', form({ a: text({ 'x-options': { dictionary: 'a', remote: 'b' } }) }), '/properties/a/x-options', 'WRONG_VALUE'],
    [
      'a source of another component',
      form({ a: text({ 'x-component': 'Organ', 'x-options': { users: {} } }) }),
      '/properties/a/x-options',
      'WRONG_VALUE',
    ],
    [
      'a name of a source that is none',
      form({ a: text({ 'x-options': { remote: '../x' } }) }),
      '/properties/a/x-options/remote',
      'WRONG_VALUE',
    ],
    [
      'an unknown key of a source',
      form({ a: text({ 'x-component': 'User', 'x-options': { users: { sql: 'x' } } }) }),
      '/properties/a/x-options/users/sql',
      'UNKNOWN_KEY',
    ],
    [
      'a wrong level of regions',
      form({ a: text({ 'x-component': 'Region', 'x-options': { regions: { level: 'village' } } }) }),
      '/properties/a/x-options/regions/level',
      'WRONG_VALUE',
    ],
    [
      'options listed and named',
      form({ a: text({ enum: [{ label: 'A', value: '1' }], 'x-options': { dictionary: 'a' } }) }),
      '/properties/a/x-options',
      'WRONG_VALUE',
    ],
    [
      'a source on a plain text',
      form({ a: text({ 'x-component': 'Input', 'x-options': { dictionary: 'a' } }) }),
      '/properties/a/x-options',
      'UNKNOWN_KEY',
    ],
    [
      'an option above itself',
      form({ a: text({ 'x-component': 'Cascader', enum: [{ label: 'A', value: '1', parent: '1' }] }) }),
      '/properties/a/enum/0',
      'WRONG_VALUE',
    ],
    [
      'a parent outside a cascade',
      form({ a: text({ enum: [{ label: 'A', value: '1', parent: '2' }] }) }),
      '/properties/a/enum/0',
      'WRONG_VALUE',
    ],
    [
      'properties of a record',
      form({ a: { type: 'object', title: '期', 'x-component': 'DateRange', properties: {} } }),
      '/properties/a/properties',
      'UNKNOWN_KEY',
    ],
    [
      'a key of another component',
      form({ a: text({ 'x-component': 'DatePicker', maxLength: 5 }) }),
      '/properties/a/maxLength',
      'UNKNOWN_KEY',
    ],
    [
      'a field beside sections in tabs',
      form({ a: { type: 'void', 'x-component': 'Tabs', properties: { b: text() } } }),
      '/properties/a/properties/b/x-component',
      'WRONG_PLACE',
    ],
    [
      'tabs with nothing in them',
      form({ a: { type: 'void', 'x-component': 'Tabs', properties: {} } }),
      '/properties/a/properties',
      'MISSING_KEY',
    ],
    [
      'steps inside a section',
      form({ a: { type: 'void', title: '节', 'x-component': 'Section', properties: { b: steps('c') } } }),
      '/properties/a/properties/b/x-component',
      'WRONG_PLACE',
    ],
    ['steps twice', form({ a: steps('c'), b: steps('d') }), '/properties/b', 'WRONG_PLACE'],
    [
      'sums of words',
      form({ a: table({ b: text() }, { 'x-component-props': { sums: ['b'] } }) }),
      '/properties/a/x-component-props/sums',
      'WRONG_VALUE',
    ],
    [
      'a heading that there is not',
      form({ a: table({ b: text() }, { 'x-component': 'CardList', 'x-component-props': { heading: 'c' } }) }),
      '/properties/a/x-component-props/heading',
      'WRONG_VALUE',
    ],
    ['a computed field without formula', form({ a: text({ 'x-component': 'Computed' }) }), '/properties/a/x-computed', 'MISSING_KEY'],
    ['a wrong check', form({ a: text({ 'x-checks': [{ when: 'true' }] }) }), '/properties/a/x-checks/0', 'WRONG_VALUE'],
    [
      'a check whose FEEL is wrong',
      form({ a: text({ 'x-checks': [{ when: 'a ==', message: 'x' }] }) }),
      '/properties/a/x-checks/0/when',
      'EXPRESSION_INVALID',
    ],
  ])('refuses %s and says where', (_, schema, path, code) => {
    expect(checkSchema(schema)).toContainEqual(expect.objectContaining({ path, code }))
  })

  it('reports every problem, not the first only', () => {
    const problems = checkSchema(form({ a: { type: 'x' }, b: text({ foo: 1, bar: 2 }) }))
    expect(problems.map((it) => it.path)).toEqual(['/properties/a/type', '/properties/b/foo', '/properties/b/bar'])
  })

  it.each([
    ['computed values', { a: text({ 'x-computed': 'b' }), b: text({ 'x-computed': 'a' }) }, 'a → b → a'],
    ['a field that shows itself', { a: text({ 'x-visible-if': 'a = "x"' }) }, 'a → a'],
    [
      'a section shown by a field inside it',
      { s: { type: 'void', 'x-component': 'Section', 'x-visible-if': 'a = "x"', properties: { a: text() } } },
      's → a → s',
    ],
    [
      'a range shown by its own start',
      { a: { type: 'object', title: '期', 'x-component': 'DateRange', 'x-visible-if': 'a.start != null' } },
      'a → a',
    ],
    [
      'a section behind a tab, shown by a field in it',
      {
        tabs: {
          type: 'void',
          'x-component': 'Tabs',
          properties: { s: { type: 'void', title: '节', 'x-component': 'Section', 'x-visible-if': 'a = "x"', properties: { a: text() } } },
        },
      },
      's → a → s',
    ],
    [
      'a column that reads a total of itself',
      { t: table({ x: text({ 'x-computed': 'total' }) }), total: text({ 'x-computed': 'count(t.x)' }) },
      't.x → total → t.x',
    ],
  ])('refuses a cycle of %s and names it', (_, properties, cycle) => {
    expect(checkSchema(form(properties))).toEqual([
      { path: expect.any(String) as string, code: 'CYCLE', message: `depends on itself: ${cycle}` },
    ])
  })

  it('lets a check read its own field', () => {
    expect(checkSchema(form({ a: text({ 'x-checks': [{ when: 'a = "x"', message: '不可' }] }) }))).toEqual([])
  })

  it('holds the limits on depth, number of fields and size', () => {
    const nest = (depth: number): object => ({
      type: 'object',
      properties: depth === 0 ? { a: text() } : { o: nest(depth - 1) },
    })
    expect(checkSchema(form({ o: nest(LIMITS.schemaDepth) })).map((it) => it.code)).toContain('SCHEMA_TOO_DEEP')
    const many = Object.fromEntries(Array.from({ length: LIMITS.fields + 1 }, (_, at) => [`f${at}`, text()]))
    expect(checkSchema(form(many)).map((it) => it.code)).toContain('TOO_MANY_FIELDS')
    expect(checkSchema(form({ a: text({ description: 'x'.repeat(LIMITS.schemaChars) }) }))[0]?.code).toBe('SCHEMA_TOO_LARGE')
  })

  it('refuses what cannot be written as JSON', () => {
    const loop: Record<string, unknown> = form({})
    loop['self'] = loop
    expect(checkSchema(loop)[0]?.code).toBe('NOT_JSON')
  })
})

describe('fieldsOf', () => {
  it('lists values flat, with section and table, and leaves containers out', () => {
    const fields = fieldsOf(foodLicence).map((it) => [it.path, it.section, it.table])
    expect(fields).toContainEqual(['applicant.name', '申请人信息', null])
    expect(fields).toContainEqual(['staff', '从业人员', null])
    expect(fields).toContainEqual(['staff.name', '从业人员', 'staff'])
    expect(fields.map((it) => it[0])).not.toContain('basics')
    expect(fields.map((it) => it[0])).not.toContain('applicant')
  })

  it('orders by x-index', () => {
    const schema = form({ a: text({ 'x-index': 2 }), b: text({ 'x-index': 1 }) }) as unknown as FormSchema
    expect(fieldsOf(schema).map((it) => it.path)).toEqual(['b', 'a'])
  })

  it('throws on a schema that is not in the subset', () => {
    expect(() => fieldsOf({ type: 'object' } as FormSchema)).toThrow(/x-lianban/)
  })
})
