import type { JsonValue } from '@lianban/engine'
import type { CaseRow, JointChildRow } from '@lianban/storage'
import { newLine } from '../cases/line.ts'
import { allDecided } from '../cases/joint/decided.ts'
import {
  dependenciesOf,
  endedWith,
  followedClock,
  formOfChild,
  givenBy,
  isAllSettled,
  isReady,
  isRunning,
  isSameStops,
  NOTHING_NEEDED,
  partOf,
  partProblems,
  plannedRow,
  refuseDecidedParts,
  SAID,
  saidOnce,
  settledBy,
  stopOf,
  stopsIn,
  type JointSaid,
} from '../cases/joint/rules.ts'
import type { PlacedProblem } from '../cases/errors.ts'
import { newCase, startVariables } from '../cases/new-case.ts'
import { caseNumbers, receiptVariable } from '../cases/numbers.ts'
import { caseClockOf, type CaseClock } from '../clock/index.ts'
import { DELIVERED_TOGETHER, neededParts, type JointManifest } from '../joint/index.ts'
import { TryOutError } from './error.ts'
import { filesOf } from './files-of.ts'
import { QUERY_CODE, sampleNumber } from './numbers.ts'
import { APPLICANT, callerOf, TENANT } from './people.ts'
import type { Setup } from './setup.ts'
import { emptyState, type TryOutState } from './state.ts'
import { Work, wrap, type Plain } from './work.ts'
import { runWorkers } from './workers.ts'

/* The matters of a joint case 一件事, each a case of its own that is tried out with the whole. */

/** Rounds of what the matters have to do with each other, at one instant. */
const MAX_ROUNDS = 100

/** The setup of one matter. @throws TryOutError PART_NOT_STARTED if its case has not begun */
export function partIn(setup: Setup, state: TryOutState, part: string): { setup: Setup; state: TryOutState } {
  const child = state.children[part]
  const own = setup.parts?.[part]
  if (!child || !own) throw new TryOutError('PART_NOT_STARTED', '这个事项还没有开始办理')
  return { setup: own, state: { ...child, now: state.now, runs: state.runs } }
}

/** Does something in the case of one matter. */
export function inPart(work: Work, part: string, deed: (inner: Work) => void): void {
  const found = partIn(work.setup, work.state, part)
  const inner = new Work(found.setup, found.state)
  deed(inner)
  const { runs } = inner.state
  work.change({ runs, children: { ...work.state.children, [part]: inner.state } })
}

/** The matters that a case needs, and what keeps it from being handed in. */
export function plannedParts(
  setup: Setup,
  row: Pick<CaseRow, 'tenant_id' | 'id'>,
  { form, answers }: { form: Record<string, unknown>; answers: Record<string, unknown> },
  now: number,
): { rows: JointChildRow[]; problems: PlacedProblem[] } {
  const { joint } = setup.matter.matter
  if (!joint || !setup.parts) return { rows: [], problems: [] }
  const needed = neededParts(joint, answers, now)
  const problems = needed.flatMap((part) => partProblems(part, setup.parts![part.matter]!.matter, form, { now, options: 'unsure' }))
  return {
    rows: needed.map((part, position) => plannedRow(row, setup.parts![part.matter]!.matter, position)),
    problems: needed.length === 0 ? [NOTHING_NEEDED] : saidOnce(problems),
  }
}

const changePart = (work: Work, { matter_key }: JointChildRow, patch: Partial<JointChildRow>): void =>
  work.change({ parts: work.state.parts.map((one) => (one.matter_key === matter_key ? { ...one, ...patch } : one)) })

const addLine = (work: Work, said: JointSaid): void =>
  work.change({ lines: [...work.state.lines, newLine({ tenant_id: TENANT, case_id: work.file.id, at: work.state.now, ...said })] })

/** Does what is due between a joint case and its matters, until nothing is. */
export function advanceParts(work: Work): void {
  const { joint } = work.setup.matter.matter
  if (!joint || !work.setup.parts || work.state.parts.length === 0) return
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = work.state
    settleParts(work)
    const { status } = work.file
    if (status === 'withdrawn' || status === 'voided') endAll(work, status)
    else goOn(work, joint)
    if (work.state === before) return
  }
  throw new Error(`a joint case was not settled in ${MAX_ROUNDS} rounds`)
}

function goOn(work: Work, joint: JointManifest): void {
  stopRefused(work, joint)
  for (const child of work.state.parts) if (isReady(joint, work.state.parts, child)) startPart(work, joint, child)
  followClocks(work)
  deliverDecided(work)
  if (isAllSettled(work.file, work.state.parts)) tellParent(work, joint)
}

/** What became of the matters stands in their rows, and on the time line of the whole. */
function settleParts(work: Work): void {
  for (const child of work.state.parts) {
    const file = work.state.children[child.matter_key]?.file
    const settled = file && settledBy(file, work.state.now)
    if (!file || !settled) continue
    if (child.state === 'started') {
      changePart(work, child, settled)
      addLine(work, SAID.settled(file))
    } else if (child.is_open && file.closed_at !== null) changePart(work, child, { is_open: false })
  }
}

function stopRefused(work: Work, joint: JointManifest): void {
  for (const child of work.state.parts) {
    const stop = child.state === 'waiting' ? stopOf(joint, work.state.parts, child) : null
    if (!stop) continue
    changePart(work, child, { state: 'stopped', is_open: false, reason: stop.reason, settled_at: work.state.now })
    addLine(work, SAID.stopped(partOf(joint, child), stop.reason))
    // What waits for this one in turn is found in the next round.
    return stopRefused(work, joint)
  }
}

/** The case of one matter begins, with its own number, limits and clock. */
function startPart(work: Work, joint: JointManifest, child: JointChildRow): void {
  const part = partOf(joint, child)
  const setup = work.setup.parts![child.matter_key]!
  const { matter, calendar, region, organName } = setup
  const { file: whole, state } = work
  const at = state.now
  const decisions = new Map(
    dependenciesOf(joint, state.parts, child).map(({ matter: key }) => [key, givenBy(state.children[key]?.file ?? undefined)]),
  )
  const form = formOfChild(part, matter, { form: whole.form, decisions, at, options: 'unsure' })
  const materials = Object.fromEntries(matter.matter.materials.map(({ key }) => [key, state.materials[part.materials[key] ?? ''] ?? 0]))
  const caseId = child.matter_key
  const organ = { id: matter.matter.organ, name: organName(matter.matter.organ) }
  const inner = new Work(setup, { ...emptyState(at), runs: state.runs, materials })
  const files = filesOf(materials)
  const asked = caseNumbers({ tenantId: TENANT, region, matter, organId: organ.id, caseId, materials: files, at })
  const caseNo = sampleNumber(inner, asked.case)
  const applicant = { ...callerOf(APPLICANT), name: whole.applicant_name }
  const row = newCase(calendar, { applicant, matter, form, caseId, caseNo, organ, at })
  inner.change({ file: { ...row, instance_id: caseId, parent_case_id: whole.id } })
  inner.change({ lines: [newLine({ tenant_id: TENANT, case_id: caseId, at, ...SAID.distributed(whole) })] })
  inner.start(matter.matter.process.key, caseId, {
    ...(startVariables(calendar, { matter, organ, form, caseId, at }) as Plain),
    ...{ byCommitment: false, deliverTogether: true, caseNo },
    receipt: receiptVariable({ matter, materials: files, at }, { receiptNo: null, queryCode: QUERY_CODE }) as JsonValue,
  })
  runWorkers(inner)
  work.change({ runs: inner.state.runs, children: { ...work.state.children, [child.matter_key]: inner.state } })
  changePart(work, child, { state: 'started', case_id: caseId, started_at: at, reason: null })
  addLine(work, SAID.started(part, caseNo))
}

const childFiles = ({ children }: TryOutState): CaseRow[] => Object.values(children).flatMap(({ file }) => file ?? [])

/** The clock of the whole stands still while that of one of its matters does. */
function followClocks(work: Work): void {
  const { file } = work
  const { matter, calendar } = work.setup
  if (!isRunning(file)) return
  const before = caseClockOf(file.clock)
  const stops = stopsIn(childFiles(work.state))
  if (isSameStops(before.stops, stops)) return
  const clock: CaseClock = { ...before, stops }
  const { patch, said } = followedClock(file, matter, clock, calendar)
  work.send(work.root, { type: 'recalculateTimers', variables: wrap({ clock: clock as unknown as JsonValue }) }, { patch })
  if (said) addLine(work, said)
}

/** What was delivered with the others goes on from where it waits for that. */
function deliverDecided(work: Work): void {
  for (const { matter_key: part, state, is_open } of work.state.parts) {
    const child = work.state.children[part]
    if (state !== 'delivered' || !is_open || !child?.file || child.file.closed_at !== null) continue
    const waiting = waitsFor(child, DELIVERED_TOGETHER)
    if (!waiting) continue
    inPart(work, part, (inner) => {
      const command = { type: 'correlateMessage' as const, subscriptionId: waiting, variables: wrap({ deliveredTogether: true }) }
      inner.send(inner.root, command)
      runWorkers(inner)
    })
  }
}

const waitsFor = ({ instances, file }: TryOutState, message: string): string | undefined =>
  Object.values(instances[file!.instance_id]?.subscriptions ?? {}).find(
    ({ kind, eventName }) => kind === 'message' && eventName === message,
  )?.id

/** All are decided: the whole goes on to the one delivery, or ends where there is nothing to deliver. */
function tellParent(work: Work, joint: JointManifest): void {
  const { matter, calendar } = work.setup
  const subscriptionId = waitsFor(work.state, joint.decided)
  if (!subscriptionId) return
  const { variables, patch, said } = allDecided(work.state.parts, matter.matter, work.state.now, calendar)
  addLine(work, SAID.allDecided(work.file, said))
  work.send(work.root, { type: 'correlateMessage', subscriptionId, variables: wrap(variables) }, { patch })
  runWorkers(work)
}

/** The whole was taken back or voided: what has not been decided ends with it, what was never begun is not begun. */
function endAll(work: Work, status: 'withdrawn' | 'voided'): void {
  const reason = endedWith(work.file)
  for (const child of work.state.parts.filter(({ is_open }) => is_open)) {
    if (child.state === 'planned' || child.state === 'waiting')
      changePart(work, child, { state: 'ended', is_open: false, result: status, settled_at: work.state.now })
    const file = work.state.children[child.matter_key]?.file
    if (child.state !== 'started' || !file || file.decided_at !== null || file.closed_at !== null) continue
    inPart(work, child.matter_key, (inner) =>
      inner.send(inner.root, { type: 'terminateInstance', reason }, { patch: { status, hold: null } }),
    )
  }
}

/** A joint case cannot be ended as a whole when something of it was decided. @throws CaseError PARTS_DECIDED */
export function refuseWhileDecided({ setup, state }: Work, verb: string): void {
  const { joint } = setup.matter.matter
  if (!joint) return
  const decided = state.parts.filter((child) => child.state === 'decided' || child.state === 'delivered')
  refuseDecidedParts(
    decided.map((child) => partOf(joint, child).name),
    verb,
  )
}
