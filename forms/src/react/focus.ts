/** The first input inside a field's frame that the keyboard reaches. */
export function firstInput(frame: Element | null | undefined): HTMLElement | null {
  return (
    frame?.querySelector<HTMLElement>(
      'input:not([tabindex="-1"]):not([type="hidden"]), textarea, button:not([tabindex="-1"]), [role="combobox"]',
    ) ?? null
  )
}

/** Brings a field into sight and puts the cursor into it. Returns false when it is not on the page. */
export function focusField(root: ParentNode, path: string): boolean {
  const frame = root.querySelector(`[data-field="${CSS.escape(path)}"]`)
  if (!frame) return false
  frame.scrollIntoView({ block: 'center' })
  const target = firstInput(frame) ?? (frame as HTMLElement)
  target.focus({ preventScroll: true })
  return true
}
