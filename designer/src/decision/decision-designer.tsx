import { useEffect, useRef, useState } from 'react'
import { Alert, Segmented, Select } from 'antd'
import 'dmn-js/dist/assets/diagram-js.css'
import 'dmn-js/dist/assets/dmn-js-shared.css'
import 'dmn-js/dist/assets/dmn-js-drd.css'
import 'dmn-js/dist/assets/dmn-js-decision-table.css'
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css'
import 'dmn-js/dist/assets/dmn-js-literal-expression.css'
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css'
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css'
import 'dmn-js/dist/assets/dmn-font/css/dmn.css'
import '../../styles/decision.css'
import type { DecisionField } from './fields.ts'
import { createDecisionEditor, type DecisionEditor, type DecisionView } from './editor.ts'

export interface DecisionDesignerProps {
  /** DMN 1.3 XML. */
  value: string
  onChange(xml: string): void
  /** What the tables can decide by. */
  fields?: readonly DecisionField[]
  readOnly?: boolean
}

const NONE: readonly DecisionField[] = []

/** Decision tables, formulas and the graph of decisions of one DMN file. */
export function DecisionDesigner({ value, onChange, fields = NONE, readOnly = false }: DecisionDesignerProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<DecisionEditor | null>(null)
  /** What is open; what the editor has saved itself needs no opening. */
  const open = useRef<string | null>(null)
  const handler = useRef(onChange)
  const known = useRef(fields)
  const [{ views, active }, setViews] = useState<{ views: DecisionView[]; active: number }>({ views: [], active: -1 })
  const [failure, setFailure] = useState<string | null>(null)

  useEffect(() => {
    handler.current = onChange
    known.current = fields
  })
  useEffect(() => {
    const created = createDecisionEditor(host.current!, {
      fields: () => known.current,
      onXml: (xml) => {
        open.current = xml
        handler.current(xml)
      },
      onViews: (shown, index) => setViews({ views: shown, active: index }),
    })
    editor.current = created
    open.current = null
    return () => {
      editor.current = null
      created.destroy()
    }
  }, [])
  // dmn-js's editor has no look-only mode of its own.
  useEffect(() => void host.current?.toggleAttribute('inert', readOnly), [readOnly])
  useEffect(() => {
    if (open.current === value) return
    open.current = value
    editor.current?.open(value).then(
      () => setFailure(null),
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    )
  }, [value])

  return (
    <div className="lianban-decision">
      {failure !== null && <Alert type="error" showIcon message="决策表打不开" description={`文件的内容不完整:${failure}`} />}
      {views.length > 1 && (
        <Segmented<number>
          aria-label="决策"
          value={active}
          options={views.map(({ index, title }) => ({ value: index, label: title }))}
          onChange={(index) => editor.current?.show(index)}
        />
      )}
      {!readOnly && fields.length > 0 && views[active]?.kind === 'decisionTable' && (
        <div className="lianban-decision-fields">
          <label htmlFor="decision-field">按哪一项判断</label>
          <Select<string>
            id="decision-field"
            showSearch
            optionFilterProp="label"
            placeholder="选择字段,加入一列条件"
            value={null}
            options={fields.map(({ path, title }) => ({ value: path, label: title }))}
            onSelect={(path) => {
              const field = fields.find((one) => one.path === path)
              if (field) editor.current?.addInput(field)
            }}
          />
          <span className="lianban-decision-hint">文字写在英文双引号里,例如 "踏勘";条件空着表示不限</span>
        </div>
      )}
      <div ref={host} className="lianban-decision-host" aria-label="决策表编辑区" role="region" />
    </div>
  )
}
