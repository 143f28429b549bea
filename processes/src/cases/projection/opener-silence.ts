import type { Tx } from '@lianban/storage'
import { lengthWords } from '../../clock/index.ts'
import type { MatterManifest, TimerMeaning } from '../../manifest.ts'
import { elementName } from '../../matters/matter-definition.ts'
import type { CaseContext } from '../context.ts'
import { addEntry, addLine, type Draft } from './draft.ts'

/*
 * Whoever handed in an internal matter is silent at a step of his own: the matter goes on as its rule says, and he and the organ in
 * charge are told.
 */

const SILENCE = {
  'silence-agrees': { said: '逾期未答复,视为无异议', then: '办件按无异议继续办理', action: 'silence.agreed' },
  'silence-ends': { said: '逾期未办理,按规定终止', then: '办件已经办结', action: 'silence.ended' },
} as const

type Silence = keyof typeof SILENCE

const isSilence = (meaning: TimerMeaning | undefined): meaning is Silence => meaning !== undefined && Object.hasOwn(SILENCE, meaning)

/** The step that the silence was at: it is taken away by its timer, in the same turn. */
function silentStep({ step, matter }: Draft): { element: string; name: string; words: string } | null {
  const element = step.events.find(({ type }) => type === 'userTaskCanceled') as { elementId: string } | undefined
  if (!element) return null
  const limit = matter.matter.steps.find(({ task }) => task === element.elementId)?.limit
  return { element: element.elementId, name: elementName(matter, element.elementId), words: limit ? lengthWords(limit) : '' }
}

/** The time line and the log say what silence has come to. */
export function silenceFired(meaning: TimerMeaning, at: number, draft: Draft): void {
  const found = isSilence(meaning) ? silentStep(draft) : null
  if (!found || !isSilence(meaning)) return
  const { said, action } = SILENCE[meaning]
  addLine(draft, { at, type: meaning, element_id: found.element, step_name: found.name, action_text: `${found.words}内${said}` })
  addEntry(draft, action, { element: found.element, step: found.name, limit: found.words })
}

/** Both are told: the one who was silent, and those who take the steps of the organ in charge. */
export async function tellOfSilence(tx: Tx, notices: CaseContext['notices'], draft: Draft): Promise<void> {
  const { row, matter, step } = draft
  const meaning = step.events.flatMap((event) => (event.type === 'timerFired' ? (matter.matter.timers[event.elementId] ?? []) : []))[0]
  const found = isSilence(meaning) ? silentStep(draft) : null
  if (!found || !isSilence(meaning)) return
  const posts = [...postsInCharge(matter.matter)].map((post) => ({ post, organId: row.organ_id }))
  for (const to of [{ userIds: [row.applicant_id] }, { posts }])
    await notices.send(tx, row.tenant_id, {
      kind: 'general',
      to,
      title: `“${found.name}”${SILENCE[meaning].said}:${row.applicant_name}`,
      text: `“${row.matter_name}”(${row.case_no})的“${found.name}”环节应当在${found.words}内办理。${SILENCE[meaning].said},${SILENCE[meaning].then}。`,
      link: `/cases/${row.id}`,
    })
}

/** Posts that take steps for the organ in charge, one that is named as such included. */
const postsInCharge = ({ organ, tasks }: MatterManifest): Set<string> =>
  new Set(Object.values(tasks).flatMap((task) => (task.organ === organ ? [task.post] : [])))
