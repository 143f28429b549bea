/** The first input inside a field's frame that the keyboard reaches. */
export function firstInput(frame: Element | null | undefined): HTMLElement | null {
  return (
    frame?.querySelector<HTMLElement>(
      'input:not([tabindex="-1"]):not([type="hidden"]), textarea, button:not([tabindex="-1"]), [role="combobox"]',
    ) ?? null
  )
}

/** Brings a field into sight and puts the cursor into it. Returns false when it is not on the page or cannot be seen yet. */
export function focusField(root: ParentNode, path: string): boolean {
  const frame = root.querySelector(`[data-field="${CSS.escape(path)}"]`)
  if (!frame) return false
  frame.scrollIntoView({ block: 'center' })
  const target = firstInput(frame) ?? (frame as HTMLElement)
  target.focus({ preventScroll: true })
  return target.ownerDocument.activeElement === target
}

/** Frames in which a tab or a step that was just opened is drawn. */
const FRAMES = 10

/** The same, as soon as the field can be seen. */
export function focusWhenSeen(root: ParentNode, path: string, frames = FRAMES): void {
  requestAnimationFrame(() => {
    if (!focusField(root, path) && frames > 1) focusWhenSeen(root, path, frames - 1)
  })
}
