import { type Answers, type Dice, type Hand } from '@lianban/processes/try-out'
import type { ActionView, InboxItem, OfferedVerbs, TaskDetail } from '@lianban/processes'
import { officialAnswers } from './answers.ts'
import { filledIn, signed } from './filled-in.ts'
import type { Browser } from './browser.ts'
import { ACTION_WEIGHTS, AGAIN, DEFECTS, FORM_IS_WRONG, HABITS, KIND_WEIGHTS, OPINIONS, PACE, REASONS } from './conduct.ts'
import { paceOf, type Deed, type Town } from './town.ts'

/** More than anybody has on his desk. */
const INBOX_LIMIT = 200
/** A task that nobody may take is looked at again after so many rounds. */
const LOOK_AGAIN = 8
/** One that waits for somebody who was asked. */
const SOON = 3
/** Whoever lets a task lie for longer does later ones first. */
const IN_TURN_ROUNDS = 30
/** Steps that are due at an hour and not done before. */
const AT_ITS_HOUR = new Set(['Task_HoldHearing'])
/** Outweighs everything else. */
const ALWAYS = 10_000

/** A task as the clerks remember it. */
interface Known {
  /** Round from which somebody takes it up. */
  from: number
  /** Nor before this instant. */
  at: number
  /** How often the case was at this step before. */
  visit: number
  /** Something else was done with it once: it is finished next time. */
  wasHandedOn: boolean
  /** Left lying: later cases overtake it. */
  isLeft: boolean
}

export interface Clerk {
  username: string
  /** `organ:post` */
  groups: readonly string[]
}

/** An open task with those who may take it. */
export interface OpenTask {
  id: string
  /** Key of its process. */
  process: string
  people: readonly string[]
  groups: readonly string[]
}

/** How the people of one kind of procedure work, where it is not as with licences. */
export interface Conduct {
  /** Rounds that a task lies, or the instant before which nobody takes it up. */
  pace?(item: InboxItem, visit: number, dice: Dice): { rounds?: number; at?: number }
  /** Weights of the actions of a step; what is not named is done by its kind. */
  weights(task: TaskDetail, visit: number, now: number): Record<string, number>
  /** @param who user name */
  answers(task: TaskDetail, now: number, who: string): Answers
  /** What is written into the step's form instead of what stands there. */
  instead?(task: TaskDetail, visit: number): Record<string, unknown>
  /** Opinions by `step.action`, or by action. */
  opinions?: Record<string, readonly string[]>
}

/** Who has which task on his desk in a round. */
interface OnDesk {
  item: InboxItem
  people: string[]
  known: Known
}

/**
 * The clerks of all bureaus. Each looks at his inbox by the API and does what is ready by his own pace: he opens the task, takes
 * it, fills in what its form and its action ask for, and finishes it or does something else with it. What a step asks for is
 * read from the API: a step that is not known here is done all the same.
 */
export function createClerks(town: Town, clerks: readonly Clerk[], openTasks: () => Promise<OpenTask[]>, conduct?: Conduct) {
  const known = new Map<string, Known>()
  const visits = new Map<string, number>()
  let round = 0

  const remembered = (item: InboxItem): Known => {
    const found = known.get(item.taskId)
    if (found) return found
    const step = `${item.caseNo} ${item.elementId}`
    const visit = visits.get(step) ?? 0
    visits.set(step, visit + 1)
    const dice = town.dice('pace', step, visit)
    const { rounds: wait = 0, at = 0 } = conduct?.pace?.(item, visit, dice) ?? { rounds: paceOf(dice, PACE) }
    const fresh = { visit, wasHandedOn: false, isLeft: wait > IN_TURN_ROUNDS || at > 0, from: round + wait, at }
    known.set(item.taskId, fresh)
    return fresh
  }

  return {
    /** What is ready in this round, in the order of the cases. */
    async round(): Promise<Deed[]> {
      round++
      const desks = new Map<string, OnDesk>()
      const open = new Map((await openTasks()).map((task) => [task.id, task]))
      const isReady = (one?: Known): boolean => !one || (one.from <= round && one.at <= town.now())
      const comes = ({ username, groups }: Clerk) =>
        [...open.values()].some(
          (task) => isReady(known.get(task.id)) && (task.people.includes(username) || task.groups.some((group) => groups.includes(group))),
        )
      for (const { username } of clerks.filter(comes)) {
        const inbox = await (await town.browserOf(username)).get<{ items: InboxItem[] }>(`/api/inbox?limit=${INBOX_LIMIT}`)
        for (const item of inOrder(inbox?.items ?? []).filter(({ taskId }) => open.has(taskId))) {
          const desk = desks.get(item.taskId) ?? { item, people: [], known: remembered(item) }
          desk.people.push(username)
          desks.set(item.taskId, desk)
        }
      }
      const ready = inTurn([...desks.values()], round, town.now())
      return ready.map((desk) => async () => {
        const isDone = await doSomething(town, desk, conduct)
        desk.known.from = round + (isDone ? SOON : LOOK_AGAIN)
      })
    },
  }
}

/**
 * What is taken up now: what is ready, and what came before it for the same step of the same matter: people work through a pile
 * from its bottom, but for what is left lying.
 */
function inTurn(desks: readonly OnDesk[], round: number, now: number): OnDesk[] {
  const pileOf = ({ item }: OnDesk) => `${item.organName} ${item.matterName} ${item.elementId}`
  const lastReady = new Map<string, string>()
  const isReady = ({ known }: OnDesk): boolean => known.from <= round && known.at <= now
  for (const desk of desks)
    if (isReady(desk) && desk.item.caseNo > (lastReady.get(pileOf(desk)) ?? '')) lastReady.set(pileOf(desk), desk.item.caseNo)
  const isDue = (desk: OnDesk): boolean => isReady(desk) || (!desk.known.isLeft && desk.item.caseNo < (lastReady.get(pileOf(desk)) ?? ''))
  return desks.filter(isDue).sort((a, b) => compare(a.item.caseNo, b.item.caseNo))
}

/** The order of ids is that of chance; the order of cases is not. */
const inOrder = (items: InboxItem[]): InboxItem[] =>
  [...items].sort(
    (a, b) =>
      compare(a.caseNo, b.caseNo) || compare(a.elementId, b.elementId) || a.createdAt - b.createdAt || (a.dueAt ?? 0) - (b.dueAt ?? 0),
  )
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** @returns whether somebody of those who have it did something about it */
async function doSomething(town: Town, { item, people, known }: OnDesk, conduct: Conduct | undefined): Promise<boolean> {
  const dice = town.dice('does', item.caseNo, item.elementId, known.visit, people.length)
  const first = dice.whole(0, people.length - 1)
  for (let i = 0; i < people.length; i++) {
    const browser = await town.browserOf(people[(first + i) % people.length]!)
    const task = await browser.get<TaskDetail>(`/api/tasks/${item.taskId}`, { expected: ['TASK_NOT_FOUND', 'NOT_FOUND'] })
    // Somebody did it a minute ago.
    if (!task) return true
    const at = { town, browser, dice, task, known, conduct }
    if (task.canClaim || task.canComplete) return finish(at)
    if (await answerAsOneAsked(at)) return true
  }
  return false
}

interface AtDesk {
  town: Town
  browser: Browser
  dice: Dice
  task: TaskDetail
  known: Known
  conduct: Conduct | undefined
}

async function finish(at: AtDesk): Promise<boolean> {
  const { town, browser, dice, task, known, conduct } = at
  const { taskId } = task.task
  if (!isTime(at)) return false
  if (task.canClaim && !(await browser.post(`/api/tasks/${taskId}/claim`))) return false
  if (conduct) {
    const chosenOne = chosen(at)
    return chosenOne !== undefined && complete(at, chosenOne)
  }
  if (!known.wasHandedOn && known.visit === 0) {
    known.wasHandedOn = true
    if (await doOtherwise(at)) return true
  }
  if (task.case.allowed.includes('request-extension') && isLate(task, town.now()) && dice.chance(HABITS.asksForExtension)) {
    const asked = await browser.post(`/api/cases/${task.case.id}/extension-requests`, { reasons: dice.pick(REASONS.extension) })
    if (asked) town.deeds.done('case.extension-request')
  }
  const action = chosen(at)
  if (!action) return false
  if (await complete(at, action)) return true
  // What cannot be granted, its licence being gone or its inspection failed, is refused.
  const refusal = action.key === 'grant' ? task.actions.find(({ key }) => key === 'refuse') : undefined
  return refusal !== undefined && complete(at, refusal)
}

/** Answers that a clerk understands: he waits, or decides otherwise. */
const UNDERSTOOD = ['SIGNATURES_PENDING', 'LICENCE_NOT_IN_FORCE', 'INSPECTION_FAILED', 'OFFICERS_INVALID']

const PATH_CHANGED = 'RESUBMIT_PATH_CHANGED'

async function complete({ town, browser, dice, task, known, conduct }: AtDesk, action: ActionView): Promise<boolean> {
  const { taskId, elementId } = task.task
  const now = town.now()
  const answers = conduct?.answers(task, now, browser.username) ?? answersFor(task)
  const hand: Hand = { dice, now, answers, favoursFirst: true, isWorkday: town.isWorkday }
  const own = conduct?.opinions?.[`${elementId}.${action.key}`] ?? conduct?.opinions?.[action.key]
  // In a flow of its own whoever need not say anything says what fits it, or nothing.
  const speaks = action.opinion === 'required' || (action.opinion === 'optional' && (!conduct || own !== undefined) && dice.chance(0.5))
  const form = task.form && { ...task.form, values: { ...task.form.values, ...conduct?.instead?.(task, known.visit) } }
  const completion = {
    action: action.key,
    // Whoever was to hand it straight back and decides otherwise lets it go its own way.
    ...(known.visit > 0 && action.kind !== 'primary' && !conduct && { resubmit: 'forward' }),
    ...(speaks && { opinion: dice.pick(own ?? OPINIONS[action.kind]) }),
    ...(form && !action.withoutForm && { form: await filledIn(browser, form, hand) }),
    ...(action.fields && { fields: await filledIn(browser, { schema: action.fields, access: undefined }, hand) }),
    ...(action.signature === 'required' && { signature: await signed(browser, dice) }),
  }
  let hasChangedPath = false
  const told = (code: string) => void (hasChangedPath = code === PATH_CHANGED)
  const done =
    (await browser.post(`/api/tasks/${taskId}/complete`, completion, { expected: [...UNDERSTOOD, PATH_CHANGED], told })) ??
    // What was changed decides the way of the case: it goes through the steps again instead of straight back.
    (hasChangedPath ? await browser.post(`/api/tasks/${taskId}/complete`, { ...completion, resubmit: 'forward' }) : null)
  if (done) town.deeds.done(`${elementId}.${action.key}`)
  return done !== null
}

/** A hearing is held when its hour has come, and nothing is granted while papers are owed 容缺后补. */
function isTime({ town, task }: AtDesk): boolean {
  const { elementId, dueAt } = task.task
  if (AT_ITS_HOUR.has(elementId)) return dueAt === null || dueAt <= town.now()
  return !task.actions.some(({ key }) => key === 'grant') || task.case.debts.every(({ closedAt }) => closedAt !== null)
}

const answersFor = ({ case: { matterKey, applicantName, form, materials } }: TaskDetail): Answers => ({
  ...officialAnswers(matterKey, String(form.values.legalRepresentative ?? applicantName).slice(0, 20)),
  missing: ({ dice }) => missingFrom(materials, dice),
})

/** What a 补正 asks for: what is needed and not there, else as a rule something in the form. */
function missingFrom(materials: TaskDetail['case']['materials'], dice: Dice): object[] {
  const needed = materials.filter(({ requirement }) => requirement === '必要')
  const absent = needed.filter(({ files }) => files.length === 0)
  if (absent.length > 0) return absent.map(({ key, name }) => ({ key, fault: 'absent', text: `请补交${name}` }))
  if (needed.length === 0 || dice.chance(FORM_IS_WRONG)) return [{ key: 'form', fault: 'defective', text: dice.pick(DEFECTS.form) }]
  return [{ key: dice.pick(needed).key, fault: 'defective', text: dice.pick(DEFECTS.material) }]
}

/** Half of the promised time is over. */
const isLate = ({ case: { acceptedAt, promised } }: TaskDetail, now: number): boolean =>
  acceptedAt !== null && promised !== null && promised.dueAt !== null && now - acceptedAt > (promised.dueAt - acceptedAt) / 2

/** One of the actions that are offered, by weight. */
function chosen({ town, dice, task, known: { visit }, conduct }: AtDesk): ActionView | undefined {
  const weights = conduct?.weights(task, visit, town.now()) ?? ACTION_WEIGHTS[task.task.elementId] ?? {}
  const weightOf = ({ key, kind }: ActionView): number => {
    // What was promised is accepted as promised; whoever promised nothing is not talked into it.
    if (key === 'accept-commitment') return task.case.commitment === null ? 0 : ALWAYS
    return (weights[key] ?? KIND_WEIGHTS[kind]) * (visit > 0 && kind !== 'primary' ? AGAIN : 1)
  }
  const key = dice.weighted(Object.fromEntries(task.actions.map((action) => [action.key, weightOf(action)])))
  return task.actions.find((action) => action.key === key)
}

/** 退回, 转办, 委派, 加签, 沟通: now and then somebody does not finish a task. @returns whether it is out of his hands */
async function doOtherwise(at: AtDesk): Promise<boolean> {
  const { town, browser, dice, task } = at
  const { taskId } = task.task
  if (dice.chance(HABITS.asksColleague)) await askColleague(at)
  const verb = dice.weighted({
    none: 1,
    'send-back': HABITS.sendsBack,
    transfer: HABITS.transfers,
    delegate: HABITS.delegates,
    'add-sign': HABITS.addsSign,
  })!
  if (verb === 'none') return false
  const offered = await browser.get<OfferedVerbs>(`/api/tasks/${taskId}/verbs`)
  if (!offered?.verbs.includes(verb)) return false
  if (verb === 'send-back') {
    const to = dice.pick(offered.sendBackTo)
    const sent = await browser.post(`/api/tasks/${taskId}/send-back`, {
      to: to.elementId,
      mode: dice.pick(['forward', 'direct']),
      reason: dice.pick(REASONS.sendBack),
    })
    if (sent) town.deeds.done('task.send-back')
    return sent !== null
  }
  const people = await browser.get<{ items: { id: string; reason: string | null }[] }>(`/api/tasks/${taskId}/transferees`)
  const others = (people?.items ?? []).filter(({ reason }) => reason === null).sort((a, b) => compare(a.id, b.id))
  if (others.length === 0) return false
  const to = dice.pick(others).id
  const deed =
    verb === 'add-sign'
      ? await browser.post(`/api/tasks/${taskId}/signs`, {
          kind: dice.pick(['before', 'parallel']),
          people: [to],
          reason: dice.pick(REASONS.addSign),
        })
      : await browser.post(`/api/tasks/${taskId}/${verb}`, { to, reason: dice.pick(REASONS[verb]) })
  if (deed) town.deeds.done(`task.${verb}`)
  return deed !== null
}

async function askColleague({ town, browser, dice, task }: AtDesk): Promise<void> {
  const found = await browser.get<{ people: { id: string; posts: string[] }[] }>(
    `/api/cases/${task.case.id}/colleagues?q=${encodeURIComponent(task.case.organName)}`,
    // Whoever is consulted sees his question, not the case.
    { expected: ['NOT_FOUND'] },
  )
  const colleagues = [...(found?.people ?? [])].sort((a, b) => compare(a.id, b.id))
  if (colleagues.length === 0) return
  const question = { userId: dice.pick(colleagues).id, text: dice.pick(REASONS.question) }
  if (!(await browser.post(`/api/tasks/${task.task.taskId}/questions`, question))) return
  town.asked.add(question.userId)
  town.deeds.done('task.question')
}

/** Whoever was asked to sign 加签 or to help 委派 answers. */
async function answerAsOneAsked({ town, browser, dice, task }: AtDesk): Promise<boolean> {
  const { taskId } = task.task
  const verbs = await browser.get<OfferedVerbs>(`/api/tasks/${taskId}/verbs`)
  if (verbs?.askedToSign) {
    const signed = await browser.post(`/api/tasks/${taskId}/signature`, { verdict: 'pass', opinion: dice.pick(REASONS.sign) })
    if (signed) town.deeds.done('task.signature')
    return signed !== null
  }
  if (!verbs?.delegatedBy) return false
  const resolved = await browser.post(`/api/tasks/${taskId}/resolution`, { opinion: dice.pick(REASONS.sign) })
  if (resolved) town.deeds.done('task.resolution')
  return resolved !== null
}
