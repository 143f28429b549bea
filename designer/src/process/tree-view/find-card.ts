/** What a card that closes a branch is found by. */
export const jumpKey = (flowId: string): string => `jump:${flowId}`

/** The card of an element; that of a way that jumps where its flow begins no branch. */
export const nodeOf = (host: Element, id: string): HTMLElement | null =>
  host.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`) ??
  host.querySelector<HTMLElement>(`[data-node="${CSS.escape(jumpKey(id))}"]`)

/** A menu that closes gives the focus back to the card that it belongs to. */
export const focusCard = (inside: Element | null, id: string): void => {
  const tree = inside?.closest('[role="tree"]')
  if (tree) nodeOf(tree, id)?.focus()
}
