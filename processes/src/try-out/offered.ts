import type { TaskSignRow } from '@lianban/storage'
import type { CaseVerbs } from '../cases/verbs/case-verbs.ts'
import type { OfferedVerbs, SignView } from '../cases/verbs/offered.ts'
import { verbsAt } from '../cases/verbs/rules/offered.ts'
import { isExOfficio, isInProcedure } from '../cases/verbs/rules/whole-case.ts'
import type { Approver } from '../cases/approval/rule.ts'
import type { HoldRecord } from '../cases/views.ts'
import { TASK_VERBS, type TaskManifest } from '../manifest.ts'
import { elementName } from '../matters/matter-definition.ts'
import { nameOf, returnOf, sendBackTargets, signOf, signsBeside, votingOf } from './held-task.ts'
import { APPLICANT, type Person } from './people.ts'
import { takeRefusal } from './tasks.ts'
import { isLeader, recallOf } from './whole-case.ts'
import type { Work } from './work.ts'

/* What may be done besides a step's own actions, in the shape in which the case service says it. */

type Seen = Pick<Work, 'setup' | 'state'>

/** What may be done with a task by whoever has it or may take it. */
export function offeredAt(seen: Seen, tokenId: string, manifest: TaskManifest): OfferedVerbs {
  const { setup, state } = seen
  const { task } = state.tasks[tokenId]!
  const own = signOf(state, tokenId)
  const isDelegated = task.delegationState === 'PENDING'
  const sendBackTo = own ? [] : sendBackTargets(seen, tokenId)
  const may = (verb: string) => verb !== 'send-back' || sendBackTo.length > 0
  const sent = returnOf(state, tokenId)
  return {
    verbs: verbsAt(manifest, { isDelegated, isSign: own !== undefined, may }),
    sendBackTo,
    signs: signsBeside(state, tokenId).map((sign) => signView(seen, sign)),
    voters: votersOf(seen, tokenId),
    askedToSign: own ? signView(seen, own) : null,
    delegatedBy: isDelegated && task.owner != null ? nameOf(seen, task.owner) : null,
    isHeld: Object.hasOwn(state.held, tokenId),
    sentBack: sent
      ? { fromStep: elementName(setup.matter, sent.from_element), by: nameOf(seen, sent.sent_by), reason: sent.reason, mode: sent.mode }
      : null,
  }
}

const signView = (seen: Seen, { id, kind, state, user_id, requested_by, request, opinion }: TaskSignRow): SignView => ({
  ...{ id, kind, state, request, opinion },
  personName: nameOf(seen, user_id),
  requestedBy: nameOf(seen, requested_by),
})

function votersOf(seen: Seen, tokenId: string): OfferedVerbs['voters'] {
  const voting = votingOf(seen, tokenId)
  if (!voting) return null
  const { assignee } = seen.state.tasks[tokenId]!.task
  const userOf = ({ item }: { item: unknown }) => (item as Approver).userId
  const view = (isPlanned: boolean) => (userId: string) => ({ userId, name: nameOf(seen, userId), isPlanned })
  const others = voting.open.map(userOf).filter((userId) => userId !== assignee)
  return [...others.map(view(false)), ...voting.planned.map(userOf).map(view(true))]
}

/** Who may take over a task of a step: holders of its post, each judged by the rules that will decide. */
export function transfereesOf(seen: Seen, tokenId: string): { id: string; name: string; reason: string | null }[] {
  const { setup, state } = seen
  const { elementId, task } = state.tasks[tokenId]!
  const step = setup.matter.matter.tasks[elementId]
  if (!step) return []
  return setup.people
    .holders(step.organ ?? state.file!.organ_id, step.post)
    .filter(({ id }) => id !== task.assignee)
    .map(({ id, name }) => ({ id, name, reason: takeRefusal(seen, elementId, id) }))
}

/** What may be done with the case as a whole, by this person. */
export function caseVerbsFor(seen: Seen, person: Person): CaseVerbs {
  const { setup, state } = seen
  const { file } = state
  if (!file || file.closed_at !== null) return { verbs: [], hold: null, recall: [], jumpTo: [] }
  const { matter } = setup.matter
  const isApplicant = person.id === APPLICANT.id
  const isHeld = file.hold != null
  const leads = isLeader(seen, person)
  const offered: [CaseVerbs['verbs'][number], boolean][] = [
    ['withdraw', isApplicant && file.decided_at === null && !isExOfficio(matter)],
    ['hold', leads && !isHeld],
    ['unhold', leads && isHeld],
    ['jump', leads && !isInProcedure(file)],
    ['void', leads],
  ]
  const verbs = offered.flatMap(([verb, isOffered]) => (isOffered ? [verb] : []))
  return {
    verbs,
    hold: isApplicant ? null : ((file.hold as HoldRecord | null | undefined) ?? null),
    recall: isHeld || isApplicant ? [] : recallFor(seen, person),
    jumpTo: verbs.includes('jump')
      ? Object.keys(matter.tasks).map((elementId) => ({ elementId, name: elementName(setup.matter, elementId) }))
      : [],
  }
}

function recallFor(seen: Seen, { id }: Person): CaseVerbs['recall'] {
  const found = recallOf(seen, id)
  if (!found || 'obstacle' in found.came) return []
  const { done } = found
  const manifest = seen.setup.matter.matter.tasks[done.element_id!]
  if (!manifest || !(manifest.verbs ?? TASK_VERBS).includes('recall')) return []
  return [{ taskId: done.task_id!, stepName: done.step_name, at: done.at }]
}
