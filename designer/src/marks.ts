/**
 * What stands out about one element: of a running case, of many cases (`late`), of a case that is tried out, or of a model beside
 * another.
 */
export type ElementMark = 'active' | 'completed' | 'incident' | 'returned' | 'untaken' | 'late' | 'added' | 'removed' | 'changed' | 'moved'

/** Element ids by their state, as the server reports them. */
export interface DiagramMarks {
  active?: readonly string[]
  completed?: readonly string[]
  incidents?: readonly string[]
  /** Done, and taken away by going back 退回. */
  returned?: readonly string[]
  /** Flows that no saved case takes. */
  untaken?: readonly string[]
  /** Where cases are past their time limit. */
  late?: readonly string[]
  added?: readonly string[]
  removed?: readonly string[]
  changed?: readonly string[]
  moved?: readonly string[]
}

/** CSS class of a mark on the element's drawing, see styles/diagram.css. */
export const markClass = (mark: ElementMark): string => `lianban-${mark}`

/**
 * One mark for each element that has any: an incident outweighs active, active outweighs completed (a step that was
 * returned to is both done before and going on now), what went back outweighs that it was done, and what this case takes that no
 * saved one does. What is changed and moved is changed. Ids without a drawing are left to the caller.
 */
export function markersOf(marks: DiagramMarks): Map<string, ElementMark> {
  const found = new Map<string, ElementMark>()
  for (const mark of WEIGHTS) for (const id of marks[mark === 'incident' ? 'incidents' : mark] ?? []) found.set(id, mark)
  return found
}

/** Those that outweigh others come later. */
const WEIGHTS: readonly ElementMark[] = [
  'untaken',
  'completed',
  'returned',
  'active',
  'late',
  'incident',
  'moved',
  'changed',
  'added',
  'removed',
]

/** The words of the legend and of screen readers; the sign is the shape that goes with the colour. */
export const MARK_TEXTS: Record<ElementMark, { text: string; sign: string }> = {
  completed: { text: '已办', sign: '✓' },
  active: { text: '办理中', sign: '●' },
  incident: { text: '中断', sign: '!' },
  returned: { text: '已退回', sign: '↩' },
  untaken: { text: '没有用例经过', sign: '' },
  late: { text: '有超期', sign: '迟' },
  added: { text: '新增', sign: '+' },
  removed: { text: '删除', sign: '−' },
  changed: { text: '修改', sign: '改' },
  moved: { text: '移动', sign: '移' },
}

/**
 * Says the state of the diagram in one sentence, for people who do not see it; a step in several states is told once, as
 * it is drawn. `nameOf` gives an element's label, undefined for what is better left out.
 */
export function describeMarks(marks: DiagramMarks, nameOf: (id: string) => string | undefined): string {
  const marked = [...markersOf(marks)]
  const names = (of: ElementMark) =>
    [...new Set(marked.flatMap(([id, mark]) => (mark === of ? (nameOf(id) ?? []) : [])))].filter(Boolean).join('、')
  const parts = WEIGHTS.flatMap((mark) => {
    const text = names(mark)
    return text ? [`${MARK_TEXTS[mark].text}:${text}`] : []
  })
  return parts.length ? `流程图。${parts.join(';')}` : '流程图'
}
