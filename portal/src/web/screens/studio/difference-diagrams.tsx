import { DiagramComparison } from '@lianban/designer'
import { Tag } from 'antd'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Difference, ModelChange, PackageFiles } from '../../api/studio.ts'

/** The models in force beside those of the draft, each with the list of what differs. */
export function DifferenceDiagrams({ difference: { models, elements }, files }: { difference: Difference; files: PackageFiles }) {
  const changed = Object.entries(models).filter(([file, { changes }]) => files[file] !== undefined && changes.length > 0)
  return changed.map(([file, { before, changes }]) => (
    <ModelDifference key={file} before={before} after={files[file]!} changes={changes} marks={elements[file] ?? {}} />
  ))
}

interface Props {
  before: string
  after: string
  changes: readonly ModelChange[]
  marks: Partial<Difference['elements'][string]>
}

function ModelDifference({ before, after, changes, marks }: Props) {
  const [pointed, setPointed] = useState<{ id: string; at: number } | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (step === undefined || at < 0) return
    event.preventDefault()
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]!.focus()
  }
  return (
    <section className="gap-above" aria-label="流程图的变动">
      <DiagramComparison before={before} after={after} marks={marks} pointed={pointed} />
      <h3 className="gap-above">流程图的变动({changes.length} 处)</h3>
      <p className="quiet">选择一处,两张图同时移到该位置。上下方向键在各处之间移动,回车选择。</p>
      <ol ref={list} className="studio-changes" onKeyDown={onKeyDown} data-testid="model-changes">
        {changes.map(({ elementId, kind, text }, at) => (
          <li key={`${elementId} ${text}`}>
            <button type="button" aria-pressed={pointed?.at === at} onClick={() => setPointed({ id: elementId, at })}>
              <Tag>{KINDS[kind]}</Tag>
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

const KINDS: Record<ModelChange['kind'], string> = { added: '新增', removed: '删除', changed: '修改', moved: '移动' }
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }
