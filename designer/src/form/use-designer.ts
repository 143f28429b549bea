import type { FormSchema } from '@lianban/forms'
import { App } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { CountyField, Designer, Pane, SourceChoices } from './designer-context.ts'
import { bestPlace } from './model/places.ts'
import { resolve } from './model/rewrite.ts'
import { findNode } from './model/tree.ts'
import { useFormHistory } from './use-form-history.ts'

interface Options {
  value: FormSchema
  onChange: (schema: FormSchema) => void
  dictionary: readonly CountyField[]
  sources: SourceChoices
  readOnly: boolean
}

/** Everything the parts of the form designer share: the form, what is selected, and what can be done. */
export function useDesigner({ value, onChange, dictionary, sources, readOnly }: Options) {
  const form = useFormHistory(value, onChange)
  const root = useRef<HTMLDivElement>(null)
  const { modal } = App.useApp()
  const [wanted, setWanted] = useState<{ id: string; pane: Pane; count: number } | null>(null)
  const { tree, selected } = form.history
  const resolved = useMemo(() => resolve(tree), [tree])
  useEffect(() => {
    if (!wanted) return
    const node = root.current?.querySelector<HTMLElement>(`[data-pane="${wanted.pane}"] [data-node="${wanted.id}"]`)
    node?.focus({ preventScroll: true })
    node?.scrollIntoView({ block: 'nearest' })
  }, [wanted])

  function select(ids: readonly string[], pane?: Pane) {
    form.select([...ids])
    if (pane && ids[0]) setWanted((now) => ({ id: ids[0]!, pane, count: (now?.count ?? 0) + 1 }))
  }

  function remove(ids: readonly string[]) {
    const outcome = form.send({ do: 'remove', ids })
    if (outcome.ok) return select(outcome.selected, 'canvas')
    if (!outcome.referrers) return
    void modal.confirm({
      title: '删除后,用到它的条件也要去掉',
      content: `${outcome.reason}。继续删除将一并去掉这些条件,可以撤销。`,
      okText: '删除并去掉条件',
      okButtonProps: { danger: true },
      cancelText: '不删除',
      autoFocusButton: 'cancel',
      onOk: () => {
        const forced = form.send({ do: 'remove', ids, force: true })
        if (forced.ok) select(forced.selected, 'canvas')
      },
    })
  }

  const designer: Designer = {
    tree,
    resolved,
    selected,
    current: selected.length === 1 ? findNode(tree, selected[0]!) : null,
    readOnly,
    dictionary,
    sources,
    send: form.send,
    remove,
    insert: (properties) => {
      const outcome = form.send({ do: 'insert', properties, place: bestPlace(tree, selected[0], properties) })
      if (outcome.ok) select(outcome.selected, 'canvas')
    },
    select,
    editSettings: () =>
      requestAnimationFrame(() => {
        const inputs = root.current?.querySelectorAll<HTMLElement>('.lb-form-settings [aria-label="名称与提示"] :is(input, textarea)')
        ;(inputs?.[0] ?? root.current?.querySelector<HTMLElement>('.lb-form-settings input'))?.focus()
      }),
    say: form.say,
  }
  /** From the settings back to the node. */
  const back = () => selected[0] && select(selected, 'canvas')
  return { designer, root, back, undo: form.undo, redo: form.redo, saying: form.saying, history: form.history }
}
