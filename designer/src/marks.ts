/** What stands out about one element of a running case's diagram. */
export type ElementMark = 'active' | 'completed' | 'incident'

/** Element ids by their state, as the server reports them. */
export interface DiagramMarks {
  active?: readonly string[]
  completed?: readonly string[]
  incidents?: readonly string[]
}

/** CSS class of a mark on the element's drawing, see styles/diagram.css. */
export const markClass = (mark: ElementMark): string => `lianban-${mark}`

/**
 * One mark for each element that has any: an incident outweighs active, active outweighs completed (a step that was
 * returned to is both done before and going on now). Ids without a drawing are left to the caller.
 */
export function markersOf({ active = [], completed = [], incidents = [] }: DiagramMarks): Map<string, ElementMark> {
  const marks = new Map<string, ElementMark>()
  for (const id of completed) marks.set(id, 'completed')
  for (const id of active) marks.set(id, 'active')
  for (const id of incidents) marks.set(id, 'incident')
  return marks
}

/** The words of the legend and of screen readers; the sign is the shape that goes with the colour. */
export const MARK_TEXTS: Record<ElementMark, { text: string; sign: string }> = {
  completed: { text: '已办', sign: '✓' },
  active: { text: '办理中', sign: '●' },
  incident: { text: '中断', sign: '!' },
}

/**
 * Says the state of the diagram in one sentence, for people who do not see it; a step in several states is told once, as
 * it is drawn. `nameOf` gives an element's label, undefined for what is better left out.
 */
export function describeMarks(marks: DiagramMarks, nameOf: (id: string) => string | undefined): string {
  const marked = [...markersOf(marks)]
  const names = (of: ElementMark) =>
    [...new Set(marked.flatMap(([id, mark]) => (mark === of ? (nameOf(id) ?? []) : [])))].filter(Boolean).join('、')
  const parts = (['completed', 'active', 'incident'] as const).flatMap((mark) => {
    const text = names(mark)
    return text ? [`${MARK_TEXTS[mark].text}:${text}`] : []
  })
  return parts.length ? `流程图。${parts.join(';')}` : '流程图'
}
