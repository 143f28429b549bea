import { beforeAll, expect, it } from 'vitest'
import type { Event } from '@lianban/engine'
import { readFolder } from '../packages/load-package.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, FOOD_FORM, openOffice, type Office } from '../testing/index.ts'
import type { TryOutCommand } from './commands.ts'
import { createTryOut, type TryOut } from './session.ts'

/*
 * The same case in the try-out and in the real case service, with the same people: the same elements in the same order, the same
 * outcome, the same words on the time line, the same papers with the same numbers.
 */

const FOLDER = `${PACKAGES_FOLDER}/c3-licensing`
const MATTER = 'food-business-licence'
const START = Date.parse('2026-09-18T09:00:00+08:00')
const MATERIALS = ['identity', 'floor-plan', 'safety-system', 'health-certificates']
const SITE = {
  checkedOn: '2026-09-18',
  ...{ premises: '符合', layout: '符合', facilities: '符合', system: '符合', health: '符合', conclusion: '符合' },
}
const PEOPLE = {
  chuangkou: ['王小燕', 'window-clerk'],
  chengban: ['赵志强', 'handler'],
  takan1: ['孙建国', 'site-officer'],
  takan2: ['周明', 'site-officer'],
  shenhe: ['吴晓峰', 'reviewer'],
  pizhun: ['郑国华', 'approver'],
  chujian: ['冯丽', 'delivery-clerk'],
  juzhang: ['钱立', 'organ-leader'],
} as const

interface Step {
  person: keyof typeof PEOPLE | 'shenqing'
  element: string
  action: string
  rest?: { form?: Record<string, unknown>; fields?: Record<string, unknown>; opinion?: string }
}

const INTAKE: Step = { person: 'chuangkou', element: 'Task_Intake', action: 'accept' }
const EXAMINED: Step[] = [
  {
    ...{ person: 'chengban', element: 'Task_Review', action: 'submit' },
    rest: { form: { finding: '齐全', siteDate: '2026-09-18', officerA: 'takan1', officerB: 'takan2' } },
  },
  { person: 'takan1', element: 'Task_SiteCheckA', action: 'submit', rest: { form: SITE } },
  { person: 'takan2', element: 'Task_SiteCheckB', action: 'submit', rest: { form: SITE } },
  { person: 'shenhe', element: 'Task_Audit', action: 'pass', rest: { opinion: '同意' } },
]
const deliver = (day: string): Step => ({
  ...{ person: 'chujian', element: 'Task_Deliver', action: 'deliver' },
  rest: { form: { method: '窗口领取', receiver: '李春华', deliveredOn: day } },
})

let files: PackageFiles
beforeAll(async () => {
  files = await readFolder(FOLDER)
})

it('a licence granted after a supplement', () =>
  compare([
    {
      ...{ person: 'chuangkou', element: 'Task_Intake', action: 'supplement' },
      rest: { fields: { missing: [{ key: 'floor-plan', fault: 'defective', text: '未标明功能区' }] } },
    },
    'supplement',
    INTAKE,
    ...EXAMINED,
    { person: 'pizhun', element: 'Task_Decide', action: 'grant' },
    deliver('2026-09-18'),
  ]))

it('a licence refused after a silent acceptance and the promised limit', () =>
  compare([
    '2026-09-28T09:00:00+08:00',
    ...EXAMINED,
    '2026-10-21T09:00:00+08:00',
    { person: 'pizhun', element: 'Task_Decide', action: 'refuse', rest: { opinion: '场所距离污染源过近' } },
    deliver('2026-10-21'),
  ]))

it('a licence that stood still for a special procedure and was given more time', () =>
  compare([
    INTAKE,
    '2026-09-21T10:00:00+08:00',
    {
      ...{ person: 'chengban', element: 'Task_Review', action: 'special' },
      rest: { fields: { kind: 'expert-review', plannedEnd: '2026-10-12', reason: '需要专家评审' } },
    },
    { person: 'pizhun', element: 'Task_ApproveSpecial', action: 'approve', rest: { opinion: '同意' } },
    '2026-09-28T10:00:00+08:00',
    {
      inEarnest: (person, caseId) => person('chengban').endsSuspension(caseId, '评审通过'),
      inTryOut: (session) => session.perform({ type: 'end-suspension', as: 'chengban', result: '评审通过' }),
    },
    {
      inEarnest: (person, caseId) => person('chengban').requestsExtension(caseId, '案情复杂'),
      inTryOut: (session) => session.perform({ type: 'request-extension', as: 'chengban', reasons: '案情复杂' }),
    },
    { person: 'juzhang', element: 'Task_DecideExtension', action: 'grant', rest: { opinion: '同意延期' } },
    ...EXAMINED,
    { person: 'pizhun', element: 'Task_Decide', action: 'grant' },
  ]))

const REVIEW: Step = EXAMINED[0]!
const taskOf = async (person: Actor, element: string): Promise<string> => (await person.opens(element)).task.taskId

/** What a command says besides the task and who has it. */
type Without<C> = C extends TryOutCommand ? Omit<C, 'elementId' | 'as' | 'part'> : never

/** A verb at a task that the person has or takes for it. */
const at = (
  who: Step['person'],
  element: string,
  inEarnest: (cases: Office['cases'], caller: Awaited<ReturnType<Actor['caller']>>, taskId: string) => Promise<unknown>,
  command: Without<Extract<TryOutCommand, { elementId: string; as: string }>>,
): Beside => ({
  async inEarnest(person, _caseId, { cases }) {
    const actor = person(who)
    const taskId = await taskOf(actor, element)
    await cases.claim(await actor.caller(), taskId).catch(() => {})
    await inEarnest(cases, await actor.caller(), taskId)
  },
  inTryOut: (session) => session.perform({ ...command, elementId: element, as: who } as TryOutCommand),
})

const sendBack = (who: Step['person'], from: string, to: string, mode: 'direct' | 'forward'): Beside => {
  const request = { to, mode, reason: '数据有误' }
  return at(who, from, (cases, caller, id) => cases.sendBack(caller, id, request), { type: 'send-back', ...request })
}
const addSign = (who: Step['person'], element: string, kind: 'before' | 'parallel' | 'after', people: string[]): Beside => {
  const request = { kind, people, reason: '请提出意见' }
  return at(who, element, (cases, caller, id) => cases.addSign(caller, id, request), { type: 'add-sign', ...request })
}
const sign = (who: Step['person'], element: string, verdict: 'pass' | 'reject', opinion?: string): Beside =>
  at(who, element, (cases, caller, id) => cases.sign(caller, id, { verdict, opinion }), { type: 'sign', verdict, opinion })

/** Something with the case as a whole. */
const whole = (
  who: Step['person'],
  inEarnest: (cases: Office['cases'], caller: Awaited<ReturnType<Actor['caller']>>, caseId: string) => Promise<unknown>,
  command: TryOutCommand,
): Beside => ({
  inEarnest: async (person, caseId, { cases }) => void (await inEarnest(cases, await person(who).caller(), caseId)),
  inTryOut: (session) => session.perform(command),
})

it('a licence that was sent back, straight to and fro, and decided with the signatures of others', () =>
  compare([
    INTAKE,
    ...EXAMINED.slice(0, 3),
    sendBack('shenhe', 'Task_Audit', 'Task_Review', 'direct'),
    REVIEW,
    addSign('shenhe', 'Task_Audit', 'before', ['takan1']),
    sign('takan1', 'Task_Audit', 'pass', '无异议'),
    addSign('shenhe', 'Task_Audit', 'after', ['takan2']),
    EXAMINED[3]!,
    sign('takan2', 'Task_Audit', 'reject', '平面图不符'),
    addSign('shenhe', 'Task_Audit', 'parallel', ['takan2', 'chuangkou']),
    EXAMINED[3]!,
    sign('takan2', 'Task_Audit', 'pass'),
    at(
      'shenhe',
      'Task_Audit',
      async (cases, caller, id) => {
        const { signs } = await cases.offeredVerbs(caller, id)
        await cases.removeSign(caller, id, { signId: signs.find(({ state }) => state === 'open')!.id, reason: '不再需要' })
      },
      { type: 'remove-sign', person: 'chuangkou', reason: '不再需要' },
    ),
    { person: 'pizhun', element: 'Task_Decide', action: 'grant' },
  ]))

it('a licence that was sent back to take its way again, recalled, worked on by others and put on hold', () =>
  compare([
    INTAKE,
    ...EXAMINED.slice(0, 3),
    sendBack('shenhe', 'Task_Audit', 'previous', 'forward'),
    sendBack('takan2', 'Task_SiteCheckB', 'Task_Review', 'forward'),
    REVIEW,
    {
      async inEarnest(person, caseId, { cases }) {
        const caller = await person('chengban').caller()
        const { recall } = await cases.caseVerbs(caller, caseId)
        await cases.recall(caller, caseId, { taskId: recall[0]!.taskId, reason: '漏填' })
      },
      inTryOut: (session) => session.perform({ type: 'recall', as: 'chengban', reason: '漏填' }),
    },
    REVIEW,
    ...EXAMINED.slice(1, 3),
    at('shenhe', 'Task_Audit', (cases, caller, id) => cases.delegate(caller, id, { to: 'chengban', reason: '请先核对' }), {
      ...{ type: 'delegate', to: 'chengban', reason: '请先核对' },
    }),
    at('chengban', 'Task_Audit', (cases, caller, id) => cases.resolveDelegation(caller, id, '核对无误'), {
      ...{ type: 'resolve', opinion: '核对无误' },
    }),
    EXAMINED[3]!,
    whole('juzhang', (cases, caller, id) => cases.hold(caller, id, { reason: '等待会商' }), {
      ...{ type: 'hold', as: 'juzhang', reason: '等待会商' },
    }),
    whole('juzhang', (cases, caller, id) => cases.unhold(caller, id), { type: 'unhold', as: 'juzhang' }),
    whole('juzhang', (cases, caller, id) => cases.jump(caller, id, { to: 'Task_Audit', reason: '重新审核' }), {
      ...{ type: 'jump', as: 'juzhang', to: 'Task_Audit', reason: '重新审核' },
    }),
  ]))

it('an application that is taken back', () =>
  compare([
    INTAKE,
    whole('shenqing', (cases, caller, id) => cases.withdraw(caller, id, { reason: '不再经营' }), { type: 'withdraw', reason: '不再经营' }),
  ]))

it('a case that should not have been', () =>
  compare([
    whole('juzhang', (cases, caller, id) => cases.voidCase(caller, id, { reason: '重复录入' }), {
      ...{ type: 'void', as: 'juzhang', reason: '重复录入' },
    }),
  ]))

/** What is no task: done in earnest and in the try-out. */
interface Beside {
  inEarnest: (person: (userId: string) => Actor, caseId: string, office: Office) => Promise<void>
  inTryOut: (session: TryOut) => void
}

type Play = Step | Beside | 'supplement' | string

async function compare(play: readonly Play[]): Promise<void> {
  const session = inTryOut(play)
  const real = await inEarnest(play)
  expect(session.state.path.map(({ elementId }) => elementId)).toEqual(real.path)
  expect(session.state.file).toMatchObject(real.file)
  expect(session.state.documents.map(({ name, number }) => `${name} ${number}`).sort()).toEqual(real.documents)
  expect(session.state.lines.map(lineOf)).toEqual(real.lines)
  expect(openIn(session)).toEqual(real.tasks)
}

function inTryOut(play: readonly Play[]): TryOut {
  const people = Object.entries(PEOPLE).map(([id, [name, post]]) => ({ id, name, posts: [{ organ: 'scjg', post }] }))
  const session = createTryOut({ files, matter: MATTER, now: START, people, organs: { scjg: '三湖县市场监督管理局' } })
  session.submit(FOOD_FORM, Object.fromEntries(MATERIALS.map((key) => [key, 1])))
  for (const step of play) {
    if (step === 'supplement') session.supplement({ materials: { 'floor-plan': 1 } })
    else if (typeof step === 'string') session.advance({ instant: step })
    else if ('inTryOut' in step) step.inTryOut(session)
    else session.act(step.element, step.person, step.action, step.rest)
  }
  return session
}

async function inEarnest(play: readonly Play[]) {
  const office = await openOffice({ packageFolder: FOLDER, startAt: START })
  try {
    const person = (userId: string) => new Actor(office, userId)
    const applicant = person('shenqing')
    const materials: Record<string, string[]> = {}
    for (const key of MATERIALS) materials[key] = [await applicant.uploads()]
    const caseId = await applicant.submits(MATTER, FOOD_FORM, materials)
    for (const step of play) {
      if (step === 'supplement') await applicant.supplements(caseId, { materials: { 'floor-plan': [await applicant.uploads()] } })
      else if (typeof step === 'string') await office.passTime(Date.parse(step))
      else if ('inEarnest' in step) await step.inEarnest(person, caseId, office)
      else await person(step.person).does(step.element, step.action, step.rest)
      // One paper leads to the next.
      while ((await office.documents.make(caseId)).length > 0);
    }
    return await resultOf(office, caseId)
  } finally {
    await office.close()
  }
}

/** The number of the archive is given out by the archives, which a try-out has not. */
const wordsOf = (type: unknown, text: unknown) => (type === 'archived' ? '归档' : text)

/** A line as both must have it; the applicant is another person here. */
const lineOf = (line: object) => {
  const { type, action_text, at, opinion, element_id, step_name, actor_id } = line as Record<string, unknown>
  const actor = actor_id === 'applicant' ? 'shenqing' : actor_id
  return { type, action_text: wordsOf(type, action_text), at: Number(at), opinion, element_id, step_name, actor }
}

/** Open tasks with who has them; that somebody took one up counts where it matters. */
const openIn = ({ state }: TryOut): string[] =>
  Object.values(state.tasks)
    .map(({ task }) => `${task.name} ${task.assignee ?? ''}`)
    .sort()

async function resultOf({ database, engine, tenantId }: Office, caseId: string) {
  const [row] = (await database('case_file').where({ id: caseId })) as Record<string, unknown>[]
  const history: Event[] = await engine.instances.history(tenantId, String(row!.instance_id))
  const lines = (await database('case_event').where({ case_id: caseId }).orderBy(['at', 'id'])) as Record<string, unknown>[]
  const tasks = (await database('user_task').where({ business_key: caseId })) as { name: string; assignee: string | null }[]
  const documents = (await database('issued_document').where({ case_id: caseId })) as {
    name: string
    number: string
  }[]
  const KEPT = [
    'status',
    'step_name',
    'received_at',
    'accepted_at',
    'decided_at',
    'closed_at',
    'promised_due_at',
    'statutory_due_at',
    'delivery_due_at',
  ]
  const instants = (value: unknown) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value)
  return {
    path: history.flatMap((event) => (event.type === 'elementEntered' ? [event.elementId] : [])),
    file: Object.fromEntries(KEPT.map((column) => [column, instants(row![column])])),
    documents: documents.map(({ name, number }) => `${name} ${number}`).sort(),
    // Cards are the supervision's, whose rules are no part of a package's procedure.
    lines: lines.filter(({ type }) => type !== 'card').map(lineOf),
    tasks: tasks.map(({ name, assignee }) => `${name} ${assignee ?? ''}`).sort(),
  }
}
