import {
  defaultValues,
  sectionsOf,
  type Field,
  type FieldAccess,
  type FieldProblem,
  type FormSchema,
  type FormValues,
} from '@lianban/forms'
import { FormView, LianbanForm, type LianbanFormHandle } from '@lianban/forms/react'
import { forwardRef, useCallback, useImperativeHandle, useRef, useState, type ReactNode } from 'react'
import { api, paths } from '../api/api.ts'
import type { Values } from '../api/cases.ts'
import { optionsSource } from '../api/options.ts'

export interface SchemaFormHandle {
  /** Checks everything that may be written: the values to hand in, or null with what is wrong shown. */
  check: () => Values | null
}

interface SchemaFormProps {
  schema: FormSchema
  access?: FieldAccess
  /** Read once, over the schema's defaults. */
  initialValues: Values
  readOnly?: boolean
  layout?: 'above' | 'left'
  /** What the server found; a new array is shown anew. */
  problems?: FieldProblem[]
  onChange?: (values: Values) => void
}

const uploadFile = async (file: File) => {
  const { fileId, name, size } = await api.upload(file)
  return { fileId, name, size }
}
const fileUrl = (fileId: string) => paths.file(fileId)

/** A form of the house with this portal's uploads; without a button of its own, the page has one. */
export const SchemaForm = forwardRef<SchemaFormHandle, SchemaFormProps>(function SchemaForm(props, ref) {
  const { schema, access, initialValues, readOnly, layout, problems, onChange } = props
  const form = useRef<LianbanFormHandle>(null)
  const [initial] = useState(() => ({ ...defaultValues(schema), ...initialValues }) as FormValues)
  const stable = useStable(schema)
  useImperativeHandle(ref, () => ({ check: () => form.current?.check() ?? null }))
  const report = useCallback((values: FormValues) => onChange?.(values), [onChange])
  return (
    <LianbanForm
      ref={form}
      schema={stable}
      access={access}
      initialValues={initial}
      readOnly={readOnly}
      layout={layout}
      problems={problems}
      onValuesChange={report}
      uploadFile={uploadFile}
      fileUrl={fileUrl}
      optionsSource={optionsSource}
    />
  )
})

/** The same object as long as it says the same: a page that is read again must not start its form anew. */
function useStable<T>(value: T): T {
  const [kept, setKept] = useState(value)
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept
  setKept(value)
  return value
}

interface SchemaViewProps {
  schema: FormSchema
  values: Values
  access?: FieldAccess
  sectionExtra?: (section: Field) => ReactNode
  /** Heading of a form without sections, which has no boxes of its own. */
  title: string
}

/** A filled-in form to read, one box for each section. */
export function SchemaView({ schema, values, access, sectionExtra, title }: SchemaViewProps) {
  const view = <FormView {...{ schema, access, fileUrl, sectionExtra, optionsSource }} values={values as FormValues} />
  if (sectionsOf(schema).length > 0) return <div className="form-boxes">{view}</div>
  return (
    <section className="card">
      <h2>{title}</h2>
      {view}
    </section>
  )
}
