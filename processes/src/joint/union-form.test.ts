import { describe, expect, it } from 'vitest'
import { checkSchema, evaluateRules, fieldsOf, type FieldSchema, type FormSchema } from '@lianban/forms'
import { unionForm, type FormPart } from './union-form.ts'
import { unionMaterials } from './union-materials.ts'
import { allOf, anyOf, namesIn, renamed } from './feel-names.ts'
import type { MaterialManifest } from '../manifest.ts'

const form = (properties: Record<string, FieldSchema>): FormSchema => ({ type: 'object', 'x-lianban': { version: 1 }, properties })
const text = (title: string, more: Partial<FieldSchema> = {}): FieldSchema => ({ type: 'string', title, required: true, ...more })
const section = (title: string, properties: Record<string, FieldSchema>): FieldSchema => ({
  ...{ type: 'void', 'x-component': 'Section' },
  title,
  properties,
})
const part = (file: string, schema: FormSchema, more: Partial<FormPart> = {}): FormPart => ({
  ...{ file: `forms/${file}.json`, when: 'true', schema, fields: {}, taken: [] },
  ...more,
})

describe('the one form of a theme', () => {
  const always = part('a', form({ who: section('申请人', { name: text('名称', { maxLength: 100 }), phone: text('电话') }) }))
  const needed = (more: Partial<FormPart> = {}) =>
    part('b', form({ who: section('申请人', { unit: text('单位', { maxLength: 60 }) }), size: section('规模', { rooms: text('房间') }) }), {
      when: 'hotel = true',
      ...more,
    })
  const hotel: FormSchema = form({ q: section('问题', { hotel: { type: 'boolean', title: '是否住宿' } }) })

  it('asks for a field of two matters once, as narrow as both want it, and for what decides first', () => {
    const { schema, clashes } = unionForm([always, needed({ fields: { unit: 'name' } })], { file: 'forms/q.json', schema: hotel })
    expect(clashes).toEqual([])
    expect(checkSchema(schema)).toEqual([])
    const fields = fieldsOf(schema)
    expect(fields.map(({ path, section: title }) => [path, title])).toEqual([
      ['hotel', '先回答几个问题'],
      ['name', '申请人'],
      ['phone', '申请人'],
      ['rooms', '规模'],
    ])
    expect(fields.find(({ path }) => path === 'name')!.schema).toMatchObject({ maxLength: 60, required: true })
  })

  it('shows and wants what a matter asks for only where the matter is needed', () => {
    const { schema } = unionForm([always, needed()], { file: 'forms/q.json', schema: hotel })
    const run = (values: object) => evaluateRules(schema, values, { now: 0 })
    expect(run({}).visible).toMatchObject({ name: true, unit: false, rooms: false, part3: false })
    expect(run({ hotel: true })).toMatchObject({ visible: { rooms: true }, required: { rooms: true, unit: true } })
  })

  it('keeps what a matter says of its own fields, under their new names', () => {
    const b = form({
      area: { type: 'number', title: '面积', required: true },
      lit: text('照明', {
        required: false,
        'x-visible-if': 'area > 10',
        'x-required-if': 'area > 20',
        'x-checks': [{ when: 'lit = "area"', message: '不可' }],
      }),
    })
    const { schema } = unionForm([always, part('b', b, { when: 'hotel = true', fields: { area: 'signArea' } })], {
      file: 'forms/q.json',
      schema: hotel,
    })
    expect(checkSchema(schema)).toEqual([])
    const lit = fieldsOf(schema).find(({ path }) => path === 'lit')!.schema
    expect(lit).toMatchObject({
      'x-visible-if': '(hotel = true) and (signArea > 10)',
      'x-required-if': '(hotel = true) and (signArea > 10) and (signArea > 20)',
      'x-checks': [{ when: '(hotel = true) and (lit = "area")', message: '不可' }],
    })
  })

  it('leaves out what is taken over from a decision', () => {
    const { schema } = unionForm([always, needed({ taken: ['unit'] })], { file: 'forms/q.json', schema: hotel })
    expect(fieldsOf(schema).map(({ path }) => path)).not.toContain('unit')
  })

  it.each([
    ['another type', { type: 'number', title: '电话' }, 'type string (scalar) and number (scalar)'],
    ['another format', text('电话', { format: 'mobile-cn' }), 'format none and mobile-cn'],
    ['options of a dictionary', text('电话', { 'x-options': { dictionary: 'lines' } }), 'options none and of {"dictionary":"lines"}'],
    ['other options', text('电话', { enum: [{ label: 'A', value: 'a' }] }), 'options none and a'],
    ['bounds that exclude each other', text('电话', { minLength: 200 }), 'minLength 200 of one is over maxLength 20 of the other'],
  ] satisfies [string, FieldSchema, string][])('names both places where one name means %s', (_, phone, said) => {
    const first = part('a', form({ phone: text('电话', { maxLength: 20 }) }))
    const { clashes } = unionForm([first, part('b', form({ who: section('联系', { phone }) }))], null)
    expect(clashes).toEqual([
      {
        field: 'phone',
        message: `forms/a.json /properties/phone and forms/b.json /properties/who/properties/phone mean different things: ${said}`,
      },
    ])
  })
})

describe('the one set of papers of a theme', () => {
  const paper = (key: string, kind: string | null, more: Partial<MaterialManifest> = {}): MaterialManifest => ({
    ...{ key, kind, name: key, required: 'required', description: key, formats: ['pdf', 'jpg'], maxBytes: 10, maxFiles: 2, basis: 'x' },
    ...{ form: 'electronic', copies: 1, source: 'applicant', sample: null, sharing: null, declared: false, deferral: null },
    ...more,
  })
  const of = (matter: string, when: string, materials: MaterialManifest[], fields = {}) => ({
    matter,
    name: matter,
    when,
    materials,
    fields,
  })

  it('unites by kind, else by key, and wants what a needed matter wants', () => {
    const { materials, keys, clashes } = unionMaterials([
      of('a', 'true', [paper('identity', 'identity-card', { required: 'optional' }), paper('plan', null)]),
      of(
        'b',
        'hotel = true',
        [
          paper('id', 'identity-card', { maxBytes: 5, formats: ['pdf'] }),
          paper('list', null, { required: 'conditional', requiredIf: 'rooms > 5' }),
        ],
        {
          rooms: 'hotelRooms',
        },
      ),
    ])
    expect(clashes).toEqual([])
    expect(keys).toEqual({ a: { identity: 'identity', plan: 'plan' }, b: { id: 'identity', list: 'list' } })
    expect(materials.map(({ key, required, requiredIf, maxBytes, formats }) => [key, required, requiredIf, maxBytes, formats])).toEqual([
      ['identity', 'conditional', 'hotel = true', 5, ['pdf']],
      ['plan', 'required', undefined, 10, ['pdf', 'jpg']],
      ['list', 'conditional', 'if hotel = true then hotelRooms > 5 else false', 10, ['pdf', 'jpg']],
    ])
  })

  it('keeps two papers of one key and different kinds apart, and says where no format suits both', () => {
    const { materials, clashes } = unionMaterials([
      of('a', 'true', [paper('proof', 'floor-plan', { formats: ['pdf'] }), paper('x', 'proxy-letter', { formats: ['pdf'] })]),
      of('b', 'true', [paper('proof', 'identity-card'), paper('y', 'proxy-letter', { formats: ['png'] })]),
    ])
    expect(materials.map(({ key }) => key)).toEqual(['proof', 'x', 'b-proof'])
    expect(clashes).toEqual([{ material: 'y', message: 'a and b: no format suits both, pdf and png' }])
  })
})

describe('names in FEEL', () => {
  it('renames fields, and neither texts nor properties', () => {
    expect(renamed('area > 10 and note = "area" and place.area = 1', { area: 'size' })).toBe(
      'size > 10 and note = "area" and place.area = 1',
    )
    expect([...namesIn('count(items) > 0 and x.y = "z"')]).toEqual(['count', 'items', 'and', 'x'])
  })
  it('joins conditions without saying more than is needed', () => {
    expect([anyOf([]), anyOf(['a', 'true']), anyOf(['a', 'a']), anyOf(['a', 'b'])]).toEqual(['false', 'true', 'a', '(a) or (b)'])
    expect([allOf([]), allOf(['true', 'a']), allOf(['a', 'b'])]).toEqual(['true', 'a', '(a) and (b)'])
  })
})
