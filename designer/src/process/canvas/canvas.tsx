import { useEffect, useRef, useState } from 'react'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css'
import 'diagram-js-minimap/assets/diagram-js-minimap.css'
import { Alert, Button, Tooltip } from 'antd'
import { CompressOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { createEditor, type Editor } from './editor.ts'

export interface CanvasProps {
  xml: string
  readOnly: boolean
  /** That a new step is given to. */
  post: string
  selected: string | null
  /** Element id → class of its mark. */
  marks: Map<string, string>
  numbers?: Record<string, string>
  onXml(xml: string): void
  onSelect(id: string | null): void
  onUndo(): void
  onRedo(): void
}

/** The diagram to draw in. It hands out a model after each command, and opens what is not its own. */
export function ProcessCanvas(props: CanvasProps) {
  const { xml, readOnly, selected, marks, numbers } = props
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | null>(null)
  /** The model that is open; what the editor has saved itself needs no opening. */
  const open = useRef<string | null>(null)
  /** Handed out and not yet come back: while one does, the diagram may be ahead of it. */
  const handed = useRef<string[]>([])
  const latest = useRef(props)
  const [failure, setFailure] = useState<string | null>(null)
  const [opened, setOpened] = useState(0)

  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const created = createEditor(
      host.current!,
      {
        onXml: (saved) => {
          open.current = saved
          handed.current.push(saved)
          latest.current.onXml(saved)
        },
        onSelect: (id) => latest.current.onSelect(id),
        onUndo: () => latest.current.onUndo(),
        onRedo: () => latest.current.onRedo(),
      },
      { readOnly, post: latest.current.post },
    )
    editor.current = created
    open.current = null
    handed.current = []
    return () => {
      editor.current = null
      created.destroy()
    }
  }, [readOnly])

  useEffect(() => {
    const current = editor.current
    if (!current) return
    const back = handed.current.indexOf(xml)
    handed.current = handed.current.slice(back + 1)
    if (open.current === xml || (back >= 0 && handed.current.length > 0)) return
    handed.current = []
    open.current = xml
    current.open(xml).then(
      () => {
        if (editor.current !== current) return
        setFailure(null)
        setOpened((count) => count + 1)
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    )
  }, [xml, readOnly])

  useEffect(() => {
    if (opened > 0) editor.current?.select(selected)
  }, [selected, opened])
  useEffect(() => {
    if (opened > 0) editor.current?.mark(marks)
  }, [marks, opened])
  useEffect(() => {
    if (opened > 0) editor.current?.numbers(numbers ?? {})
  }, [numbers, opened])

  return (
    <div className="lianban-canvas">
      {failure !== null && <Alert type="error" showIcon message="流程图打不开" description={`模型的内容不完整:${failure}`} />}
      <div ref={host} className="lianban-canvas-host" role="region" aria-label="流程图" />
      <div className="lianban-canvas-zoom" role="group" aria-label="缩放">
        <Tooltip title="放大" placement="left">
          <Button size="small" icon={<PlusOutlined />} aria-label="放大" onClick={() => editor.current?.zoom(1.2)} />
        </Tooltip>
        <Tooltip title="缩小" placement="left">
          <Button size="small" icon={<MinusOutlined />} aria-label="缩小" onClick={() => editor.current?.zoom(1 / 1.2)} />
        </Tooltip>
        <Tooltip title="显示全图" placement="left">
          <Button size="small" icon={<CompressOutlined />} aria-label="显示全图" onClick={() => editor.current?.fit()} />
        </Tooltip>
      </div>
    </div>
  )
}
