import { ExperimentOutlined } from '@ant-design/icons'
import {
  defaultRow,
  defaultValues,
  fieldsOf,
  sourceOf,
  type FieldProblem,
  type FormSchema,
  type FormValues,
  type OptionsQuery,
} from '@lianban/forms'
import { LianbanForm, type LianbanFormHandle } from '@lianban/forms/react'
import { sampleValues, type FormShown } from '@lianban/processes/try-out'
import { Button } from 'antd'
import { forwardRef, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { optionsSource } from '../../../api/options.ts'
import type { TrialSession } from './use-try-out.ts'

export interface TryOutFormHandle {
  /** The checked values, or null with what is wrong shown. */
  check: () => FormValues | null
}

interface Props {
  session: TrialSession
  shown: FormShown
  problems?: FieldProblem[]
}

/** A form that is filled in by hand or with sample values. Files are only named: nothing leaves the browser. */
export const TryOutForm = forwardRef<TryOutFormHandle, Props>(function TryOutForm({ session, shown, problems }, ref) {
  const form = useRef<LianbanFormHandle>(null)
  const [fills, setFills] = useState(0)
  const offered = useRef(new Map<string, string[]>())
  const { schema, access, values } = shown
  const initial = useMemo(() => {
    if (fills === 0) return { ...defaultValues(schema), ...firstRows(schema), ...values }
    const written = form.current?.values() ?? {}
    const choices = (query: OptionsQuery) => offered.current.get(JSON.stringify(query)) ?? []
    const sample = sampleValues(session.setup, { ...shown, values: written }, session.state.now, { seed: fills, offered: choices })
    return { ...written, ...sample }
    // Read when it is filled in, and not again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [fills, schema])
  /** What only the county knows is asked first; without an answer such a field stays empty. */
  const fill = async () => {
    for (const query of countySources(schema)) {
      const items = await optionsSource.list(query, { limit: MOST_OFFERED }).catch(() => [])
      offered.current.set(
        JSON.stringify(query),
        items.flatMap(({ value, leaf }) => (leaf === false ? [] : [value])),
      )
    }
    setFills(fills + 1)
  }
  useImperativeHandle(ref, () => ({ check: () => form.current?.check() ?? null }))
  return (
    <div className="try-out-form">
      <Button size="small" icon={<ExperimentOutlined />} onClick={() => void fill()} data-testid="fill-sample">
        用示例数据填写
      </Button>
      <LianbanForm
        key={fills}
        ref={form}
        schema={schema}
        access={access}
        initialValues={initial}
        problems={problems}
        optionsSource={optionsSource}
        uploadFile={(file) => Promise.resolve({ fileId: `try-out-${file.name}`, name: file.name, size: file.size })}
        clock={() => session.state.now}
      />
    </div>
  )
})

/** Of a dictionary this many are looked at for a sample. */
const MOST_OFFERED = 50

/** Dictionaries and data services that the form takes options from, each once. */
function countySources(schema: FormSchema): OptionsQuery[] {
  const queries = fieldsOf(schema).flatMap((field) => sourceOf(field.schema) ?? [])
  const own = queries.filter((query) => 'dictionary' in query || 'remote' in query)
  return own.filter((query, index) => own.findIndex((other) => JSON.stringify(other) === JSON.stringify(query)) === index)
}

/** A table that must have rows begins with one, ready to be written in. */
function firstRows(schema: FormSchema): FormValues {
  const tables = fieldsOf(schema).filter((field) => field.kind === 'table' && field.schema.required)
  return Object.fromEntries(tables.map((table) => [table.path, [defaultRow(schema, table)]]))
}
