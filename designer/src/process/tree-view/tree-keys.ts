import type { KeyboardEvent } from 'react'
import { nodeOf } from './find-card.ts'
import type { TreeActions } from './tree-actions.ts'

interface Keys {
  host: HTMLElement
  actions: TreeActions
  readOnly: boolean
  select(id: string | null): void
  /** Tells who does not see it. */
  say(words: string): void
}

/** Does what a key asks for at a card. @returns whether the key was ours */
export function pressed(event: KeyboardEvent, at: string, keys: Keys): boolean {
  const { host, actions, readOnly, select, say } = keys
  const nodes = [...host.querySelectorAll<HTMLElement>('[data-node]')]
  const index = nodes.findIndex(({ dataset }) => dataset.node === at)
  const go = (node: HTMLElement | undefined) => {
    if (node) select(node.dataset.flow ?? node.dataset.node!)
    node?.focus()
    return true
  }
  if (event.key === 'Insert' || event.key === '+') {
    host.querySelector<HTMLElement>(`[data-menu="${CSS.escape(at)}"]`)?.click()
    return true
  }
  const { flow, target } = nodes[index]!.dataset
  if (flow !== undefined) {
    if (event.key === 'Enter') {
      const card = nodeOf(host, target!)
      if (card) say(`已到「${card.querySelector('strong')?.textContent ?? ''}」`)
      return go(card ?? undefined)
    }
    if (event.key === 'Delete') {
      if (!readOnly) actions.removeJump(flow)
      return true
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false
  }
  if (event.altKey && event.key.toLowerCase() === 'b') {
    if (!readOnly) actions.addBranch(at)
    return true
  }
  const ctrl = event.ctrlKey || event.metaKey
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    if (!readOnly) actions.move(at, event.key === 'ArrowUp' ? -1 : 1)
    return true
  }
  if (ctrl && event.key.toLowerCase() === 'c') {
    actions.copy(at)
    return true
  }
  if (ctrl && event.key.toLowerCase() === 'v') {
    if (!readOnly)
      actions.paste(
        nodes[index]?.closest('.lianban-card')?.parentElement?.classList.contains('lianban-tree-branch') ? { branch: at } : { after: at },
      )
    return true
  }
  if (ctrl) return false
  switch (event.key) {
    case 'ArrowDown':
      return go(nodes[index + 1])
    case 'ArrowUp':
      return go(nodes[index - 1])
    case 'ArrowLeft':
      return go(besides(nodes[index]!, 'previousElementSibling'))
    case 'ArrowRight':
      return go(besides(nodes[index]!, 'nextElementSibling'))
    case 'Home':
      return go(nodes[0])
    case 'End':
      return go(nodes.at(-1))
    case 'Delete':
      if (!readOnly) actions.remove(at)
      return true
    case 'Enter':
      host.closest('.lianban-process')?.querySelector<HTMLElement>('.lianban-panel input, .lianban-panel button')?.focus()
      return true
    default:
      return false
  }
}

/** The first node of the branch beside the one that a node stands in. */
const besides = (node: HTMLElement, direction: 'previousElementSibling' | 'nextElementSibling'): HTMLElement | undefined =>
  node.closest('.lianban-tree-branch')?.[direction]?.querySelector<HTMLElement>('[data-node]') ?? undefined
