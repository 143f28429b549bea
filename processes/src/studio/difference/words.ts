/** One sentence about what is otherwise than in the version that is in force. */
export interface DifferenceWord {
  area: 'process' | 'form' | 'document' | 'decision' | 'matter'
  /** What it is about: the matter, form, document or model, as people call it. */
  name: string
  text: string
}

const MAX_SHOWN = 40

/** A value as it stands in a sentence. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return '(无)'
  if (typeof value === 'boolean') return value ? '是' : '否'
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > MAX_SHOWN ? `“${text.slice(0, MAX_SHOWN)}…”` : `“${text}”`
}

export const changedFromTo = (what: string, before: unknown, after: unknown): string => `${what}由${shown(before)}改为${shown(after)}`
