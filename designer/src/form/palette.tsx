import { useDraggable } from '@dnd-kit/core'
import { COMPONENT_GROUPS, type ComponentGroup, type ComponentName, COMPONENTS, type FieldSchema, newField } from '@lianban/forms'
import { Empty, Input, Tag } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { type CountyField, useDesignerContext } from './designer-context.ts'
import { newKey } from './model/keys.ts'
import { allNodes } from './model/tree.ts'
import { componentLabel } from './model/words.ts'

/** What a drag from the palette carries. */
export interface NewFields {
  properties: Record<string, FieldSchema>
  label: string
}

const GROUPS = Object.entries(COMPONENT_GROUPS) as [ComponentGroup, string][]
const NAMES = Object.keys(COMPONENTS) as ComponentName[]

/** The components by group: to be dragged, or put in by a click or Enter. */
export function ComponentPalette() {
  const { tree } = useDesignerContext()
  const [focused, setFocused] = useState<ComponentName>(NAMES[0]!)
  const order = GROUPS.flatMap(([group]) => NAMES.filter((it) => COMPONENTS[it].group === group))
  return (
    <div role="group" aria-label="组件" onKeyDown={(event) => roam(event, order, focused, setFocused)}>
      {GROUPS.map(([group, label]) => (
        <section key={group} aria-label={label}>
          <h4 className="lb-form-group">{label}</h4>
          <div className="lb-form-shelf">
            {NAMES.filter((it) => COMPONENTS[it].group === group).map((name) => (
              <PaletteButton
                key={name}
                id={name}
                label={COMPONENTS[name].label}
                fields={() => ({ [newKey(tree, name)]: newField(name) })}
                tabbable={name === focused}
                onFocus={() => setFocused(name)}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

/** One stop for Tab; the arrows go from component to component. */
function roam(event: KeyboardEvent<HTMLElement>, order: ComponentName[], at: ComponentName, go: (to: ComponentName) => void) {
  const step = { ArrowDown: 2, ArrowUp: -2, ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const to = order[Math.min(order.length - 1, Math.max(0, order.indexOf(at) + step))]!
  go(to)
  event.currentTarget.querySelector<HTMLElement>(`[data-palette="${to}"]`)?.focus()
}

interface PaletteButtonProps {
  id: string
  label: string
  fields: () => Record<string, FieldSchema>
  tabbable: boolean
  onFocus?: () => void
  disabled?: boolean
  children?: React.ReactNode
}

function PaletteButton({ id, label, fields, tabbable, onFocus, disabled = false, children }: PaletteButtonProps) {
  const { insert, readOnly } = useDesignerContext()
  const off = disabled || readOnly
  const carried = (): NewFields => ({ properties: fields(), label })
  const { setNodeRef, listeners } = useDraggable({ id: `new ${id}`, data: { carried }, disabled: off })
  return (
    <button
      ref={setNodeRef}
      type="button"
      className="lb-form-part"
      data-palette={id}
      tabIndex={tabbable ? 0 : -1}
      aria-disabled={off || undefined}
      onFocus={onFocus}
      onClick={() => !off && insert(fields())}
      {...(listeners ? { onPointerDown: listeners['onPointerDown'] as React.PointerEventHandler } : {})}
    >
      {children ?? label}
    </button>
  )
}

/** The county's fields: asked once, used everywhere under the same key. */
export function DictionaryPalette() {
  const { dictionary, tree } = useDesignerContext()
  const [wanted, setWanted] = useState('')
  const used = new Set(allNodes(tree.children).map((it) => it.key))
  const shown = dictionary.filter((it) => `${it.title} ${it.key} ${it.source}`.includes(wanted.trim()))
  if (dictionary.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有县级字段。由系统管理员在数据字典中维护" />
  return (
    <div role="group" aria-label="县级字段">
      <p className="lb-form-hint">一次采集、处处使用:放入表单后,各字段从何处带出见其说明。</p>
      <Input
        allowClear
        aria-label="查找县级字段"
        placeholder="查找名称或来源"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <div className="lb-form-list">
        {shown.map((field) => (
          <DictionaryButton key={field.key} field={field} used={used.has(field.key)} />
        ))}
        {shown.length === 0 && <p className="lb-form-hint">没有符合的字段</p>}
      </div>
    </div>
  )
}

function DictionaryButton({ field, used }: { field: CountyField; used: boolean }) {
  return (
    <PaletteButton
      id={`dictionary ${field.key}`}
      label={field.title}
      disabled={used}
      tabbable
      fields={() => ({ [field.key]: { ...field.schema, title: field.schema.title ?? field.title } })}
    >
      <span className="lb-form-part-title">
        {field.title}
        {used && <Tag className="lb-form-tag">已在表单中</Tag>}
      </span>
      <small>
        {componentLabel(field.schema)} · {field.source}
      </small>
    </PaletteButton>
  )
}
