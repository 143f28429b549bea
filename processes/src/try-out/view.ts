import { project, resolveAccess, type FieldAccess, type FormSchema, type FormValues } from '@lianban/forms'
import { isOwed } from '../cases/duties/new-debts.ts'
import * as outcomes from '../cases/effects/outcomes/requests.ts'
import { hearingOf, isHearingFixed, mayAskForHearing } from '../cases/hearing.ts'
import { dueViews } from '../cases/limits.ts'
import { DELIVERED_TOGETHER } from '../joint/index.ts'
import { actionSchema } from '../cases/step-schema.ts'
import type { DueView } from '../clock/index.ts'
import { caseStatusText } from '../cases/licences/acts.ts'
import type { JointChildRow, JointChildState } from '@lianban/storage'
import type { OfferedVerbs } from '../cases/verbs/offered.ts'
import { LEADER_POST } from '../cases/approval/found.ts'
import { dependenciesOf, partOf, partStateText } from '../cases/joint/rules.ts'
import { signatureOf } from '../cases/signatures/asked.ts'
import { answerAsked } from '../cases/verbs/rules/offered.ts'
import type { ActionManifest, TaskManifest } from '../manifest.ts'
import { elementName, formOf } from '../matters/matter-definition.ts'
import { timersOf } from './advance.ts'
import { SIMULATED } from './effects.ts'
import { marksOf, type Marks } from './marks.ts'
import { offeredAt } from './offered.ts'
import { partIn } from './parts.ts'
import { APPLICANT, type Person } from './people.ts'
import type { Setup } from './setup.ts'
import type { TryOutState } from './state.ts'
import { schemaOf, takersOf, type Taker } from './tasks.ts'
import { Work } from './work.ts'
import { isOwnTopic } from './workers.ts'

/* What a try-out shows: everything that can be done now and by whom, and where the case stands. Pure. */

export interface FormShown {
  schema: FormSchema
  access: FieldAccess
  values: FormValues
}

export interface ActionChoice extends Pick<ActionManifest, 'key' | 'label' | 'kind' | 'opinion' | 'consequence'> {
  withoutForm: boolean
  signature: 'required' | 'optional' | 'none'
  /** Who signs, where it is not whoever does the step. */
  signedBy: string | null
  /** Form of the action's own fields, or null. */
  fields: FormSchema | null
}

export interface TaskShown {
  id: string
  elementId: string
  name: string
  openedAt: number
  /** Epoch milliseconds, or null. */
  dueAt: number | null
  takers: Taker[]
  form: FormShown | null
  /** What the step sees of the application. */
  application: FormShown
  actions: ActionChoice[]
  /** Why there are none: it asks for an answer only. null: it is to be completed. */
  answer: string | null
  /** What may be done besides. */
  offered: OfferedVerbs
}

/** A matter of a joint case 一件事. */
export interface PartShown {
  /** Key of the matter: `part` of the commands in its case. */
  part: string
  name: string
  organName: string
  state: JointChildState
  /** The same in words: the step, the decision or what it waits for. */
  stateText: string
  /** Why it was not started. */
  reason: string | null
  /** Its case, once it has begun. */
  view: TryOutView | null
}

/** What the applicant, or the organ besides its tasks, may do now. */
export interface Offers {
  supplement: FormShown | null
  /** Materials that are owed 容缺. */
  settle: { key: string; name: string }[]
  hearing: boolean
  /** 陈述申辩 is waited for. */
  statement: boolean
  extension: boolean
  suspensionEnd: boolean
  /** Messages that are waited for and that none of these sends. */
  messages: string[]
  /** External tasks of other systems. */
  externals: { elementId: string; name: string }[]
}

export interface TryOutView {
  status: string | null
  statusText: string
  stepName: string | null
  due: { promised: DueView | null; statutory: DueView | null }
  tasks: TaskShown[]
  offers: Offers
  /** Earliest first; `part`: in the case of which matter of a joint case. */
  timers: { elementId: string; name: string; part: string | null; dueAt: number | null }[]
  /** Of a joint case: its matters, in their order. */
  parts: PartShown[]
  /** Incidents: what the model or a template has wrong. */
  incidents: { elementId: string; name: string; message: string }[]
  marks: Marks
}

/** The application form as the applicant gets it, before the case is handed in. */
export function applicationOf({ matter }: Setup): FormShown {
  const schema = formOf(matter, matter.matter.applicationForm)
  return { schema, access: matter.matter.applicantAccess, values: {} }
}

export function viewOf(setup: Setup, state: TryOutState): TryOutView {
  const { matter, calendar } = setup
  const { file } = state
  const isOpen = file !== null && file.closed_at === null
  const name = (elementId: string) => elementName(matter, elementId)
  return {
    status: file?.status ?? null,
    statusText: file ? caseStatusText(file.status, matter.matter) : '尚未提交',
    stepName: file?.step_name ?? null,
    due: file ? dueViews(file, matter.matter, state.now, calendar) : { promised: null, statutory: null },
    tasks: isOpen ? tasksOf(setup, state) : [],
    offers: isOpen ? offersOf(setup, state) : NO_OFFERS,
    timers: timersOf(state).map(({ elementId, part, dueAt }) => ({ elementId, name: nameIn(setup, part, elementId), part, dueAt })),
    parts: state.parts.map((row) => partShown(setup, state, row)),
    incidents: incidentsOf(state).map(({ elementId, message }) => ({ elementId, name: name(elementId), message })),
    marks: marksOf(state, setup.processes[matter.matter.process.key] ?? null),
  }
}

function nameIn(setup: Setup, part: string | null, elementId: string): string {
  const own = part === null ? undefined : setup.parts?.[part]
  return own ? `${own.matter.matter.name}:${elementName(own.matter, elementId)}` : elementName(setup.matter, elementId)
}

function partShown(setup: Setup, state: TryOutState, row: JointChildRow): PartShown {
  const { matter_key: part, state: at, reason } = row
  const { joint } = setup.matter.matter
  const { matter } = setup.parts![part]!.matter
  const found = state.children[part] ? partIn(setup, state, part) : null
  return {
    ...{ part, name: matter.name, organName: setup.organName(matter.organ), state: at, reason },
    stateText: partStateText(
      row,
      state.children[part]?.file ?? null,
      dependenciesOf(joint!, state.parts, row).map(({ other }) => partOf(joint!, other).name),
    ),
    view: found && viewOf(found.setup, found.state),
  }
}

const NO_OFFERS: Offers = {
  supplement: null,
  settle: [],
  hearing: false,
  statement: false,
  extension: false,
  suspensionEnd: false,
  messages: [],
  externals: [],
}

const incidentsOf = ({ instances }: TryOutState) => Object.values(instances).flatMap(({ incidents }) => Object.values(incidents))

/** What the step's form begins with: the application, where that is what it changes, else what the step said before. */
function filledIn({ matter: { matter } }: Setup, state: TryOutState, elementId: string): Record<string, unknown> {
  return (matter.tasks[elementId]?.form === matter.applicationForm ? state.file!.form : state.forms[elementId]) ?? {}
}

function tasksOf(setup: Setup, state: TryOutState): TaskShown[] {
  const { matter } = setup
  const file = state.file!
  const application = formOf(matter, matter.matter.applicationForm)
  return Object.entries(state.tasks).flatMap(([id, open]): TaskShown[] => {
    const manifest = matter.matter.tasks[open.elementId]
    if (!manifest) return []
    const schema = schemaOf({ setup, state }, manifest)
    const { elementId, openedAt, task } = open
    const offered = offeredAt({ setup, state }, id, manifest)
    const answer = answerAsked({ isDelegated: offered.delegatedBy !== null, isSign: offered.askedToSign !== null })
    return [
      {
        ...{ id, elementId, name: task.name, openedAt, dueAt: task.dueAt, takers: takersOf({ setup, state }, id, open) },
        form: schema && { schema, access: manifest.formAccess ?? { '*': 'write' }, values: valuesOf(filledIn(setup, state, elementId)) },
        application: {
          schema: application,
          access: resolveAccess(application, manifest.applicationAccess),
          values: project(application, valuesOf(file.form), manifest.applicationAccess),
        },
        actions: answer === null ? manifest.actions.flatMap((action) => choiceOf(setup, state, action, manifest)) : [],
        answer,
        offered,
      },
    ]
  })
}

const valuesOf = (values: Record<string, unknown>): FormValues => values as FormValues

function choiceOf(setup: Setup, state: TryOutState, action: ActionManifest, manifest: TaskManifest): ActionChoice[] {
  const work = new Work(setup, state)
  const effect = action.effect && SIMULATED[action.effect]
  if (effect?.isOffered && !effect.isOffered(work)) return []
  const asksFields = action.fields !== undefined && (effect?.asksFields?.(work) ?? true)
  const { key, label, kind, opinion, consequence, withoutForm = false } = action
  return [
    {
      ...{ key, label, kind, opinion, consequence, withoutForm },
      ...{ signature: signatureOf(manifest, action), signedBy: manifest.signedBy ?? null },
      fields: asksFields ? actionSchema(setup, action.fields!) : null,
    },
  ]
}

function offersOf(setup: Setup, state: TryOutState): Offers {
  const { matter, calendar } = setup
  const file = state.file!
  const told = { row: file, matter, calendar, at: state.now }
  const waited = new Set(
    Object.values(state.instances).flatMap(({ subscriptions }) =>
      Object.values(subscriptions).flatMap(({ kind, eventName }) => (kind === 'message' && eventName !== null ? [eventName] : [])),
    ),
  )
  const { messages } = matter.matter
  const isWaited = (name: string | undefined): boolean => name !== undefined && waited.has(name)
  const known = Object.values(messages)
  // What a joint case and its matters tell each other comes by itself.
  const isOwn = (name: string) => name === DELIVERED_TOGETHER || (setup.parts !== null && name === matter.matter.joint?.decided)
  return {
    supplement:
      outcomes.isSupplementExpected(file) && isWaited(messages.supplement)
        ? {
            schema: formOf(matter, matter.matter.applicationForm),
            access: matter.matter.supplementAccess,
            values: valuesOf(file.form),
          }
        : null,
    settle: state.debts.filter(isOwed).map(({ material_key: key, material_name: name }) => ({ key, name })),
    hearing: isWaited(messages.hearing) && mayAskForHearing(file.hearing),
    statement: isWaited(messages.statement),
    extension: isWaited(messages.extension) && outcomes.extensionRefusal(told, state.extensions) === null,
    suspensionEnd:
      isWaited(messages.suspensionEnded) &&
      state.suspensions.some((one) => one.state === 'open') &&
      !isHearingFixed(hearingOf(file.hearing)),
    messages: [...waited].filter((name) => !known.includes(name) && !isOwn(name)),
    externals: Object.values(state.externals).flatMap(({ elementId, task }) =>
      isOwnTopic(task.topic) ? [] : [{ elementId, name: elementName(matter, elementId) }],
    ),
  }
}

/** Everybody whose part can be played: the applicant, whoever holds a post of the matter's steps or heads its organ, whoever has a task now. */
export function rolesOf({ matter, people }: Setup, view: Pick<TryOutView, 'tasks'>): Person[] {
  const ofSteps = Object.values(matter.matter.tasks).flatMap(({ post, organ, approval }) =>
    (approval?.approvers ?? [{ post, organ }]).flatMap((source) => people.holders(source.organ ?? matter.matter.organ, source.post)),
  )
  const takers = view.tasks.flatMap((task) => task.takers.map(({ person }) => person))
  const heads = people.holders(matter.matter.organ, LEADER_POST).slice(0, 1)
  return [...new Map([APPLICANT, ...takers, ...ofSteps, ...heads].map((person) => [person.id, person])).values()]
}
