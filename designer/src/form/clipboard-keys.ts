import type { ClipboardEvent } from 'react'
import type { Designer } from './designer-context.ts'
import { clipboardText, fieldsFromClipboard } from './model/clipboard.ts'
import { copyOf } from './model/commands.ts'
import { allNodes, nameOf } from './model/tree.ts'

/** Where text is typed the clipboard belongs to the text. */
export const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null

/** Copies, cuts and pastes fields by the system clipboard: also from one form to another. */
export function clipboardEvents(designer: Designer) {
  const { tree, selected, say, remove, insert, readOnly } = designer
  const nodes = allNodes(tree.children).filter((it) => selected.includes(it.id))
  function copy(event: ClipboardEvent): boolean {
    if (isTyping(event.target) || nodes.length === 0 || document.getSelection()?.isCollapsed === false) return false
    event.preventDefault()
    event.clipboardData.setData('text/plain', clipboardText(copyOf(tree, nodes)))
    say(`已复制${nodes.length === 1 ? nameOf(nodes[0]!) : ` ${nodes.length} 项`},可以粘贴到本表单或其他表单`)
    return true
  }
  return {
    onCopy: (event: ClipboardEvent) => void copy(event),
    onCut: (event: ClipboardEvent) => {
      if (!readOnly && copy(event)) remove(nodes.map((it) => it.id))
    },
    onPaste: (event: ClipboardEvent) => {
      if (readOnly || isTyping(event.target)) return
      event.preventDefault()
      const pasted = fieldsFromClipboard(event.clipboardData.getData('text/plain'))
      if (pasted.ok) insert(pasted.properties)
      else say(pasted.reason, true)
    },
  }
}
