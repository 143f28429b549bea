import { componentOf, evaluateRules, fieldProblems, resolveAccess, type FieldAccess, type FieldSchema, type FormSchema } from '@lianban/forms'
import { Descriptions, Input } from 'antd'
import { useImperativeHandle, useState, type Ref, type ReactNode } from 'react'
import type { FieldProblem } from '../api/api-error.ts'
import type { Values } from '../api/types.ts'

export interface SchemaFormHandle {
  submit: () => Promise<Values | null>
}
interface Props {
  ref?: Ref<SchemaFormHandle>
  schema: FormSchema
  access?: FieldAccess
  initialValues: Values
  readOnly?: boolean
  problems?: FieldProblem[]
  onChange?: (values: Values) => void
}
/* Plain inputs until the form components of @lianban/forms are there. */
import { forwardRef } from 'react'
export const SchemaForm = forwardRef<SchemaFormHandle, Omit<Props, 'ref'>>(function SchemaForm({ schema, access, initialValues, problems = [], onChange, readOnly }, ref) {
  const [values, setValues] = useState(initialValues)
  const [found, setFound] = useState<FieldProblem[]>([])
  useImperativeHandle(ref, () => ({
    async submit() {
      const result = evaluateRules(schema, values, { now: Date.now() })
      const list = fieldProblems(schema, result, { now: Date.now(), access })
      setFound(list)
      return list.length ? null : result.values
    },
  }))
  const rights = resolveAccess(schema, access)
  const all = [...problems, ...found]
  const draw = (entries: [string, FieldSchema][]): ReactNode =>
    entries.map(([key, field]) =>
      field.type === 'void' ? (
        <div key={key}>{draw(Object.entries(field.properties ?? {}))}</div>
      ) : rights[key] === 'hidden' ? null : (
        <div key={key} data-field={key} className="gap-below">
          <label>
            {field.title} {field.required && <span className="required-word">(必填)</span>}
            <Input
              id={`field-${key}`}
              disabled={readOnly}
              value={componentOf(field) === 'ArrayTable' ? JSON.stringify(values[key] ?? []) : String(values[key] ?? '')}
              placeholder={field['x-example']}
              onChange={({ target }) => {
                const next = { ...values, [key]: field.type === 'boolean' ? target.value === 'true' : field.type === 'number' ? Number(target.value) : target.value }
                setValues(next)
                onChange?.(next)
              }}
            />
          </label>
          {all.filter(({ path }) => path === key).map(({ message }) => <div key={message} className="field-problem">{message}</div>)}
        </div>
      ),
    )
  return <div>{draw(Object.entries(schema.properties))}</div>
})
export function SchemaView({ schema, values, access }: { schema: FormSchema; values: Values; access?: FieldAccess }) {
  const rights = resolveAccess(schema, access)
  const rows: { key: string; label: string; children: string }[] = []
  const walk = (entries: [string, FieldSchema][]) => {
    for (const [key, field] of entries) {
      if (field.type === 'void') walk(Object.entries(field.properties ?? {}))
      else if (rights[key] !== 'hidden') rows.push({ key, label: field.title ?? key, children: typeof values[key] === 'object' ? JSON.stringify(values[key]) : String(values[key] ?? '未填写') })
    }
  }
  walk(Object.entries(schema.properties))
  return <Descriptions column={2} size="small" bordered items={rows} />
}
