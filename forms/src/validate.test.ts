import { describe, expect, it } from 'vitest'
import { anApplication, foodLicence, NOW } from '../test/fixtures/food-licence.ts'
import type { FieldAccess } from './field-access.ts'
import type { FormSchema } from './schema/form-schema.ts'
import { validateForm } from './validate.ts'

const form = (properties: object) => ({ type: 'object', 'x-lianban': { version: 1 }, properties }) as unknown as FormSchema
const text = (over: object = {}) => ({ type: 'string', title: '名称', ...over })

function problems(schema: FormSchema, values: unknown, access?: FieldAccess) {
  const result = validateForm(schema, values, { now: NOW, access })
  return result.ok ? [] : result.problems
}

describe('validateForm', () => {
  it('accepts a correct application and returns it with computed values', () => {
    const result = validateForm(foodLicence, anApplication(), { now: NOW })
    expect(result).toEqual({ ok: true, values: { ...anApplication(), staffCount: 2 } })
  })

  it('asks for everything that is required and shown, in the order of the form, in the words of the hand', () => {
    expect(problems(foodLicence, {}).map((it) => [it.path, it.message])).toEqual([
      ['applicant.name', '请填写经营者名称'],
      ['applicant.creditCode', '请填写统一社会信用代码'],
      ['applicant.kind', '请选择主体业态'],
      ['legal.name', '请填写法定代表人(负责人)姓名'],
      ['legal.idNumber', '请填写法定代表人身份证号码'],
      ['legal.phone', '请填写联系电话'],
      ['address', '请填写经营场所地址'],
      ['area', '请填写经营面积'],
      ['items', '请选择经营项目'],
      ['staff', '请至少填写 1 行从业人员'],
      ['licence', '请上传营业执照副本'],
      ['layout', '请上传经营场所平面布局图'],
      ['promise', '请确认并勾选“本人承诺以上内容和材料真实、合法、有效”'],
    ])
  })

  it('names the wrong check digit of an ID number and of a credit code', () => {
    const values = anApplication({
      applicant: { name: '甲', creditCode: '91350100M000100Y44', kind: 'sale' },
      legal: { name: '乙', idNumber: '110105194912310021', phone: '13800138000' },
    })
    expect(problems(foodLicence, values)).toEqual([
      {
        path: 'applicant.creditCode',
        code: 'WRONG_FORMAT',
        message: '统一社会信用代码第 18 位校验不符,请核对营业执照',
      },
      { path: 'legal.idNumber', code: 'WRONG_FORMAT', message: '公民身份号码第 18 位校验不符,请核对身份证' },
    ])
  })

  it('names the row of a problem in a table by its path', () => {
    expect(problems(foodLicence, anApplication({ staff: [{ name: '甲', idNumber: '11010519491231002X', post: 'cook' }] }))).toEqual([
      { path: 'staff.0.certificateNo', code: 'REQUIRED', message: '请填写健康证号' },
    ])
  })

  it('does not complain about what is hidden, and does not keep it', () => {
    const result = validateForm(foodLicence, anApplication({ agentName: 'x'.repeat(500) }), { now: NOW })
    expect(result.ok && 'agentName' in result.values).toBe(false)
    expect(result.ok).toBe(true)
  })

  it.each([
    ['an unknown field', { admin: true }, 'admin', 'UNKNOWN_FIELD'],
    ['__proto__', JSON.parse('{"__proto__":{"x":1}}'), '__proto__', 'UNKNOWN_FIELD'],
    ['constructor in an object', { applicant: { constructor: { x: 1 } } }, 'applicant.constructor', 'UNKNOWN_FIELD'],
    ['an unknown column', { staff: [{ salary: 1 }] }, 'staff.0.salary', 'UNKNOWN_FIELD'],
    [
      "Formily's row index",
      { staff: [{ __DO_NOT_USE_THIS_PROPERTY_index__: 0 }] },
      'staff.0.__DO_NOT_USE_THIS_PROPERTY_index__',
      'UNKNOWN_FIELD',
    ],
    ['a number for text', { address: 5 }, 'address', 'WRONG_TYPE'],
    ['an object for text', { address: { $ne: null } }, 'address', 'WRONG_TYPE'],
    ['text for a number', { area: '12' }, 'area', 'WRONG_TYPE'],
    ['text for a table', { staff: 'x' }, 'staff', 'WRONG_TYPE'],
    ['text for a row', { staff: ['x'] }, 'staff', 'WRONG_TYPE'],
    ['a list for an object', { applicant: [] }, 'applicant', 'WRONG_TYPE'],
    ['text for a boolean', { agent: 'true' }, 'agent', 'WRONG_TYPE'],
    ['a file with more keys', { licence: [{ fileId: 'f', name: 'a.pdf', size: 1, url: 'x' }] }, 'licence', 'WRONG_TYPE'],
    ['a file id with a path', { licence: [{ fileId: '../x', name: 'a.pdf', size: 1 }] }, 'licence', 'WRONG_TYPE'],
    ['numbers for choices', { items: [1] }, 'items', 'WRONG_TYPE'],
    ['too many rows', { staff: Array.from({ length: 501 }, () => ({})) }, 'staff', 'TOO_MANY_ITEMS'],
    ['too much text', { remark: 'x'.repeat(20_001) }, 'remark', 'TOO_LONG'],
  ])('refuses %s', (_, over, path, code) => {
    const values = Object.hasOwn(over as object, '__proto__') ? over : { ...anApplication(), ...(over as object) }
    expect(problems(foodLicence, values)).toContainEqual(expect.objectContaining({ path, code }))
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  it.each([
    ['an option that is not there', { cooking: 'raw' }, 'cooking', 'NOT_AN_OPTION'],
    ['a choice made twice', { items: ['hot', 'hot'] }, 'items', 'NOT_AN_OPTION'],
    ['a number too small', { area: 1 }, 'area', 'TOO_SMALL'],
    ['a number too large', { area: 1e9 }, 'area', 'TOO_LARGE'],
    ['text over the length', { remark: '字'.repeat(501) }, 'remark', 'TOO_LONG'],
    ['text over the default length', { address: '字'.repeat(201) }, 'address', 'TOO_LONG'],
    ['control characters', { address: 'a\u0000b' }, 'address', 'UNPRINTABLE'],
    ['half a surrogate pair', { address: '\ud800' }, 'address', 'UNPRINTABLE'],
    ['a day that does not exist', { openOn: '2026-02-30' }, 'openOn', 'WRONG_FORMAT'],
    ['a day that a check refuses', { openOn: '2026-09-17' }, 'openOn', 'CHECK_FAILED'],
    ['money that is none', { equipment: '12,5a' }, 'equipment', 'WRONG_FORMAT'],
    ['a file of another type', { licence: [{ fileId: 'f', name: 'a.exe', size: 1 }] }, 'licence', 'FILE_TYPE_NOT_ALLOWED'],
    ['a file too large', { licence: [{ fileId: 'f', name: 'a.PDF', size: 10485761 }] }, 'licence', 'FILE_TOO_LARGE'],
    [
      'too many files',
      { licence: Array.from({ length: 4 }, (_, at) => ({ fileId: `f${at}`, name: 'a.pdf', size: 1 })) },
      'licence',
      'TOO_MANY_ITEMS',
    ],
    ['an unticked promise', { promise: false }, 'promise', 'REQUIRED'],
  ])('refuses %s', (_, over, path, code) => {
    expect(problems(foodLicence, anApplication(over))).toEqual([expect.objectContaining({ path, code })])
  })

  it('counts characters as people do: a rare character is one', () => {
    expect(problems(form({ a: text({ maxLength: 2 }) }), { a: '𠮷𠮷' })).toEqual([])
  })

  it('checks patterns, steps and the least number of items', () => {
    const schema = form({
      code: text({ pattern: '^[A-Z]{2}-\\d+$', 'x-example': 'AB-12' }),
      rate: { type: 'number', title: '税率', multipleOf: 0.1 },
      rows: { type: 'array', title: '明细', minItems: 2, items: { type: 'object', properties: { a: text() } } },
    })
    expect(problems(schema, { code: 'AB-1', rate: 0.3, rows: [{}, {}] })).toEqual([])
    expect(problems(schema, { code: 'ab-1', rate: 0.35, rows: [{}] }).map((it) => it.code)).toEqual([
      'WRONG_PATTERN',
      'WRONG_STEP',
      'TOO_FEW_ITEMS',
    ])
    expect(problems(schema, { code: 'ab-1' })[0]?.message).toBe('名称的格式不对,请核对,例如 AB-12')
  })

  it('adds what a step requires and leaves alone what it may not write', () => {
    const access: FieldAccess = { '*': 'read', remark: 'required' }
    expect(problems(foodLicence, {}, access)).toEqual([{ path: 'remark', code: 'REQUIRED', message: '请填写补充说明' }])
  })
})
