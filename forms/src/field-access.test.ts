import { describe, expect, it } from 'vitest'
import { anApplication, foodLicence } from '../test/fixtures/food-licence.ts'
import { type FieldAccess, project, resolveAccess } from './field-access.ts'
import { mergeSubmission } from './merge.ts'
import type { FormValues } from './values.ts'

const stored = anApplication()

describe('resolveAccess', () => {
  it('takes the nearest key: the field, its object or table, its section, then *', () => {
    const access: FieldAccess = {
      '*': 'hidden',
      'basics.*': 'read',
      'applicant.*': 'write',
      'applicant.name': 'required',
      'staff.name': 'read',
      staff: 'write',
    }
    expect(resolveAccess(foodLicence, access)).toMatchObject({
      'applicant.name': 'required',
      'applicant.creditCode': 'write',
      'legal.phone': 'read',
      'staff.name': 'read',
      'staff.post': 'write',
      remark: 'hidden',
    })
  })

  it('hides what no key names, and opens everything when there is no access at all', () => {
    expect(resolveAccess(foodLicence, { remark: 'write' })['address']).toBe('hidden')
    expect(resolveAccess(foodLicence, undefined)['address']).toBe('write')
  })

  it('asks for rows, not for every column, when a table is required', () => {
    expect(resolveAccess(foodLicence, { '*': 'hidden', staff: 'required' })).toMatchObject({
      staff: 'required',
      'staff.name': 'write',
    })
  })
})

describe('project', () => {
  it('sends what is not hidden, down to columns', () => {
    const access: FieldAccess = { '*': 'hidden', 'applicant.name': 'read', 'staff.name': 'read' }
    expect(project(foodLicence, stored, access)).toEqual({
      applicant: { name: '三湖县湖畔人家餐饮有限公司' },
      staff: [{ name: '张三' }, { name: '李四' }],
    })
  })

  it('does not tell the number of rows of a hidden table', () => {
    expect(project(foodLicence, stored, { '*': 'hidden' })).toEqual({})
  })

  it('sends nothing that the schema does not name', () => {
    expect(project(foodLicence, { secret: 1, address: 'x' } as FormValues, { '*': 'read' })).toEqual({ address: 'x' })
  })
})

describe('mergeSubmission', () => {
  const access: FieldAccess = {
    '*': 'hidden',
    'applicant.*': 'read',
    address: 'write',
    remark: 'required',
    staff: 'write',
    'staff.idNumber': 'hidden',
  }
  const merge = (submitted: unknown, rights = access) => mergeSubmission(foodLicence, stored, submitted, rights)
  const staff = (rows: object[]) => ({ staff: rows })

  it('writes what may be written, keeps the rest, and takes a missing writable field as cleared', () => {
    const result = merge({ remark: '已核', staff: [{ name: '张三丰' }, { name: '李四' }] })
    expect(result).toEqual({
      ok: true,
      values: {
        ...withoutKeys(stored, 'address'),
        remark: '已核',
        staff: [
          { name: '张三丰', idNumber: '11010519491231002X' },
          { name: '李四', idNumber: '440524188001010014' },
        ],
      },
    })
  })

  it('refuses a read-only field that arrives changed, and accepts it unchanged', () => {
    const name = '三湖县湖畔人家餐饮有限公司'
    expect(merge({ applicant: { name }, ...staff([{}, {}]) }).ok).toBe(true)
    expect(merge({ applicant: { name: '别家' }, ...staff([{}, {}]) })).toEqual({
      ok: false,
      problems: [
        {
          path: 'applicant.name',
          code: 'FIELD_NOT_WRITABLE',
          message: '本环节不能修改“经营者名称”,内容未保存,请刷新页面后重新填写',
        },
      ],
    })
  })

  it('refuses a hidden field whatever it holds, so that nobody can guess it', () => {
    for (const phone of ['13800138000', '13900139000']) {
      expect(merge({ legal: { phone }, ...staff([{}, {}]) })).toMatchObject({
        ok: false,
        problems: [{ path: 'legal.phone', code: 'FIELD_NOT_WRITABLE' }],
      })
    }
    expect(merge(staff([{ idNumber: '11010519491231002X' }, {}]))).toMatchObject({
      problems: [{ path: 'staff.0.idNumber' }],
    })
  })

  it('refuses an unknown field', () => {
    expect(merge({ approved: true })).toMatchObject({
      ok: false,
      problems: [{ path: 'approved', code: 'UNKNOWN_FIELD' }],
    })
  })

  it('lets rows be added at the end but not removed while a column is hidden', () => {
    expect(merge(staff([{}, {}, { name: '王五' }]))).toMatchObject({
      ok: true,
      values: { staff: [{}, {}, { name: '王五' }] },
    })
    for (const rows of [[{ name: '李四' }], []]) {
      expect(merge(staff(rows))).toMatchObject({ ok: false, problems: [{ path: 'staff', code: 'FIELD_NOT_WRITABLE' }] })
    }
  })

  it('lets rows be removed when every column may be written', () => {
    const result = merge(staff([]), { '*': 'write' })
    expect(result.ok && result.values['staff']).toBeUndefined()
    expect(result.ok).toBe(true)
  })

  it('refuses rows added to a read-only table, and keeps a table that was not sent back', () => {
    expect(merge(staff([{}, {}, {}]), { '*': 'read' })).toMatchObject({
      problems: [{ path: 'staff', code: 'FIELD_NOT_WRITABLE' }],
    })
    expect(merge({}, { '*': 'read' })).toEqual({ ok: true, values: stored })
  })

  it('neither stores nor refuses a computed value: it is computed again', () => {
    const result = merge({ ...staff([{}, {}]), staffCount: 99 }, { '*': 'write' })
    expect(result.ok && 'staffCount' in result.values).toBe(false)
  })
})

function withoutKeys(values: FormValues, ...keys: string[]): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)))
}
