import { observer } from '@formily/react'
import { LIMITS, type Option, type OptionItem, type OptionsQuery, readableValue, sourceOf } from '@lianban/forms'
import { Cascader as AntCascader } from 'antd'
import { useState } from 'react'
import { useControl, useEnvironment } from '../context.ts'
import { CLEAR } from './clear.tsx'
import { emptyText } from './source-select.tsx'
import type { FieldProps } from './text-input.tsx'

/** One option with those below it; `children` undefined: not asked for yet. */
interface Branch {
  value: string
  label: string
  children?: Branch[]
  isLeaf: boolean
}

/** A tree of options, level by level: Cascader and Region. The value is the code of the last one. */
export const Cascader = observer(({ value, onChange }: FieldProps<string>) => {
  const { session } = useEnvironment()
  const { field, binding, leave } = useControl()
  const source = sourceOf(field.schema)
  const { branches, state, open } = useBranches(source)
  const listed = field.schema.enum ? treeOf(field.schema.enum) : null
  return (
    <AntCascader<Branch>
      {...binding}
      value={value === undefined ? [] : pathTo(field.schema.enum, value)}
      // The path of a value from a source is known by its labels alone: what is shown is said, not looked up in the tree.
      displayRender={() => (value === undefined ? '' : readableValue(field, value, session.options))}
      options={listed ?? branches}
      loadData={listed ? undefined : (path) => void open(path.map((it) => String(it.value)))}
      onOpenChange={(opened) => opened && listed === null && void open([])}
      onChange={(path: (string | number | null)[] | undefined) => {
        const last = path?.at(-1)
        onChange(last == null ? undefined : String(last))
        leave()
      }}
      showSearch={listed !== null}
      notFoundContent={emptyText(session.options, state)}
      allowClear={CLEAR}
      expandTrigger="click"
      placeholder="请逐级选择"
      status={binding['aria-invalid'] && 'error'}
      style={{ width: '100%', maxWidth: 420 }}
    />
  )
})

/** The codes from the outermost option to this one; of a source only the last is known. */
function pathTo(options: Option[] | undefined, value: string): string[] {
  const parent = options?.find((it) => it.value === value)?.parent
  return parent === undefined ? [value] : [...pathTo(options, parent), value]
}

function treeOf(options: Option[], parent?: string): Branch[] {
  return options
    .filter((it) => it.parent === parent)
    .map(({ value, label }) => {
      const children = treeOf(options, String(value))
      return { value: String(value), label, isLeaf: children.length === 0, ...(children.length > 0 ? { children } : {}) }
    })
}

/** The levels of a source that have been opened. */
function useBranches(query: OptionsQuery | null) {
  const { options } = useEnvironment().session
  const [branches, setBranches] = useState<Branch[]>([])
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')

  /** @param path codes from the outermost level to the one whose options are wanted */
  async function open(path: string[]) {
    if (query === null || (path.length === 0 && branches.length > 0)) return
    setState('loading')
    try {
      const items = await options.list(query, { parent: path.at(-1) ?? null, limit: LIMITS.options })
      setBranches((all) => graft(all, path, items.map(toBranch)))
      setState('idle')
    } catch {
      setState('failed')
    }
  }
  return { branches, state, open }
}

const toBranch = ({ value, label, leaf }: OptionItem): Branch => ({ value, label, isLeaf: leaf === true })

function graft(all: Branch[], [first, ...rest]: string[], below: Branch[]): Branch[] {
  if (first === undefined) return below
  return all.map((it) => (it.value === first ? { ...it, children: graft(it.children ?? [], rest, below) } : it))
}
