import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveAccess, type FormSchema } from '@lianban/forms'
import type { AccessValue, MatterLike } from '../draft.ts'
import { accessOf, rowsOf, setAccess, withAccess } from './access.ts'

const fields = [
  { path: 'name', title: '姓名' },
  { path: 'staff', title: '从业人员' },
  { path: 'staff.name', title: '姓名' },
  { path: 'staff.phone', title: '电话' },
]
const matter: MatterLike = {
  applicationForm: 'application',
  tasks: {
    Task_A: { post: 'handler', applicationAccess: { '*': 'read' }, actions: [], unknown: 1 },
    Task_B: {
      post: 'reviewer',
      applicationAccess: { '*': 'read', name: 'hidden' },
      form: 'review',
      formAccess: { '*': 'write' },
      actions: [],
    },
  },
}
const forms = [
  { key: 'application', fields },
  { key: 'review', fields: [{ path: 'finding', title: '意见' }] },
]

describe('access to fields', () => {
  it('is the nearest that is said, columns of tables included', () => {
    const map = { '*': 'read', staff: 'hidden', 'staff.phone': 'write' } as const
    expect(fields.map((field) => accessOf(map, field))).toEqual(['read', 'hidden', 'hidden', 'write'])
  })

  it('stays as short as it can be said', () => {
    expect(withAccess({ '*': 'read', name: 'hidden' }, [fields[0]!], 'read')).toEqual({ '*': 'read' })
    expect(withAccess({ '*': 'read', 'staff.phone': 'write' }, [fields[1]!], 'hidden')).toEqual({ '*': 'read', staff: 'hidden' })
  })

  const values = fc.constantFrom<AccessValue>('hidden', 'read', 'write', 'required')
  const maps = fc.dictionary(fc.constantFrom('*', 'staff.*', ...fields.map(({ path }) => path)), values)

  it('is what was set, for every field that was, and what it was for every other outside of them', () => {
    fc.assert(
      fc.property(maps, fc.constantFrom(...fields), values, (map, field, wanted) => {
        const changed = withAccess(map, [field], wanted)
        for (const other of fields) {
          if (other === field) expect(accessOf(changed, other)).toBe(wanted)
          else if (!other.path.startsWith(`${field.path}.`)) expect(accessOf(changed, other)).toBe(accessOf(map, other))
        }
      }),
    )
  })

  it('is what the forms say that it is', () => {
    const text = { type: 'string', title: '文字', 'x-decorator': 'FormItem', 'x-component': 'Input' } as const
    const schema: FormSchema = {
      type: 'object',
      'x-lianban': { version: 1 },
      properties: {
        name: text,
        staff: {
          type: 'array',
          title: '从业人员',
          'x-decorator': 'FormItem',
          'x-component': 'ArrayTable',
          items: { type: 'object', properties: { name: text, phone: text } },
        },
      },
    } as FormSchema
    fc.assert(
      fc.property(maps, (map) => {
        const said = resolveAccess(schema, map)
        for (const field of fields)
          if (said[field.path]) expect(`${field.path} ${accessOf(map, field)}`).toBe(`${field.path} ${said[field.path]}`)
      }),
    )
  })

  it('is set for rows and steps at once, unknown keys kept, a form only where it is the step’s own', () => {
    const rows = rowsOf(matter, forms)
    expect(rows.map(({ field, depth, form }) => `${form ?? ''}/${field.path}/${depth}`)).toEqual([
      '/name/0',
      '/staff/0',
      '/staff.name/1',
      '/staff.phone/1',
      'review/finding/0',
    ])
    const changed = setAccess(matter, rows, ['Task_A', 'Task_B'], 'required')
    expect(changed.tasks!.Task_A).toEqual({
      ...matter.tasks!.Task_A,
      applicationAccess: { '*': 'read', name: 'required', staff: 'required', 'staff.name': 'required', 'staff.phone': 'required' },
    })
    expect(changed.tasks!.Task_B!.formAccess).toEqual({ '*': 'write', finding: 'required' })
  })
})
