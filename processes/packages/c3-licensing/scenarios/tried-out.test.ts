import { expect, it } from 'vitest'
import { Actor, openOffice, type Office } from '@lianban/processes/testing'
import { createTryOut, loadedForTryOut, type TryOut, type TryOutCommand } from '@lianban/processes/try-out'
import { aDelivery, FOLDER } from './food-business.ts'
import { aForm, decided, FOOD, HYGIENE, onShortMatters, people, SIGN, submitted, THEME, type Bureau } from './restaurant.ts'

/*
 * A theme with its matters in the try-out and in the real case service: the same lines, states and papers of the whole and of each
 * matter, the same clock.
 */

const START = Date.parse('2026-09-18T09:00:00+08:00')
const MATTERS: Record<Bureau, string> = { food: FOOD, hygiene: HYGIENE, sign: SIGN }
const STAFF = [
  ['chuangkou', '王小燕', 'scjg', 'window-clerk'],
  ['pizhun', '郑国华', 'scjg', 'approver'],
  ['chujian', '冯丽', 'scjg', 'delivery-clerk'],
  ['wsck', 'wsck', 'wjw', 'window-clerk'],
  ['wspz', 'wspz', 'wjw', 'approver'],
  ['chengguan', '张磊', 'cgj', 'window-clerk'],
  ['cgpz', 'cgpz', 'cgj', 'approver'],
] as const
const ORGANS = {
  scjg: '三湖县市场监督管理局',
  wjw: '三湖县卫生和计划生育委员会',
  cgj: '三湖县城市管理局',
}
const CLERKS: Record<Bureau, [clerk: string, approver: string]> = {
  food: ['chuangkou', 'pizhun'],
  hygiene: ['wsck', 'wspz'],
  sign: ['chengguan', 'cgpz'],
}

type Deed = { bureau: Bureau; result: 'grant' | 'refuse' } | 'deliver' | { until: string }

it('all matters granted one after the other, delivered at once', () =>
  compare([
    { bureau: 'hygiene', result: 'grant' },
    { until: '2026-09-22T10:00:00+08:00' },
    { bureau: 'food', result: 'grant' },
    { bureau: 'sign', result: 'grant' },
    'deliver',
  ]))

it('a matter that is nothing without a refused one is not begun', () =>
  compare([{ bureau: 'food', result: 'refuse' }, { bureau: 'hygiene', result: 'grant' }, 'deliver']))

it('goes on until the limits of its matters have passed', () => compare([{ until: '2026-10-30T10:00:00+08:00' }]))

it('is taken back as a whole, and nothing of it goes on', async () => {
  const session = await inTryOut(await openTheme(), [])
  session.perform({ type: 'withdraw', reason: '不再经营' })
  expect(session.state.parts.map(({ state }) => state)).toEqual(['ended', 'ended', 'ended'])
  expect(Object.values(session.state.children).map(({ file }) => file?.status)).toEqual(['withdrawn', 'withdrawn'])
  expect(session.view().timers).toEqual([])
})

const openTheme = () => openOffice({ packageFolder: FOLDER, startAt: START, alter: onShortMatters() })

async function compare(deeds: readonly Deed[]): Promise<void> {
  const office = await openTheme()
  try {
    const real = await inEarnest(office, deeds)
    const session = await inTryOut(office, deeds)
    expect(session.state.lines.map(lineOf)).toEqual(real.lines)
    expect(session.state.parts.map(({ matter_key, state, result }) => ({ matter_key, state, result }))).toEqual(real.parts)
    expect(clockOf(session.state.file!)).toEqual(clockOf(real.file))
    for (const [matter, child] of Object.entries(session.state.children)) {
      const own = real.children[matter]!
      expect(clockOf(child.file!)).toEqual(clockOf(own.file))
      expect(child.lines.map(lineOf)).toEqual(own.lines)
      expect(child.documents.map(({ number }) => number)).toEqual(own.numbers)
    }
    expect(Object.keys(session.state.children).sort()).toEqual(Object.keys(real.children).sort())
  } finally {
    await office.close()
  }
}

async function inTryOut({ processPackage }: Office, deeds: readonly Deed[]): Promise<TryOut> {
  const staff = STAFF.map(([id, name, organ, post]) => ({ id, name, posts: [{ organ, post }] }))
  const options = { files: {}, matter: THEME, now: START, people: staff, organs: ORGANS }
  const session = createTryOut(options, [], loadedForTryOut(processPackage))
  session.submit(aForm(), { identity: 1, 'floor-plan': 1, water: 1, drawing: 1 })
  session.act('Task_Distribute', 'chuangkou', 'distribute')
  for (const deed of deeds) {
    if (deed === 'deliver') session.act('Task_DeliverAll', 'chujian', 'deliver', { form: aDelivery })
    else if ('until' in deed) session.advance({ instant: deed.until })
    else for (const command of commandsOf(deed)) session.perform(command)
  }
  return session
}

const commandsOf = ({ bureau, result }: { bureau: Bureau; result: string }): TryOutCommand[] => {
  const [clerk, approver] = CLERKS[bureau]
  const part = MATTERS[bureau]
  return [
    { type: 'act', part, elementId: 'Task_Intake', as: clerk, action: 'accept' },
    { type: 'act', part, elementId: 'Task_Decide', as: approver, action: result, opinion: '经审查,决定如上' },
  ]
}

type Row = Record<string, unknown>

async function inEarnest(office: Office, deeds: readonly Deed[]) {
  const s = {
    ...office,
    at: (instant: string) => office.passTime(Date.parse(instant)),
    person: (userId: string) => new Actor(office, userId),
  }
  const who = await people(s)
  const caseId = await submitted(s, who)
  await who.lead.does('Task_Distribute', 'distribute')
  for (const deed of deeds) {
    if (deed === 'deliver') {
      await who.delivery.does('Task_DeliverAll', 'deliver', { form: aDelivery })
      while ((await s.documents.make()).length > 0);
    } else if ('until' in deed) await s.at(deed.until)
    else await decided(s, who, deed.bureau, deed.result)
  }
  const { database } = office
  const rows: Row[] = await database('joint_child').where({ parent_id: caseId }).orderBy('position')
  const children: Record<string, Awaited<ReturnType<typeof fileAndLines>>> = {}
  for (const { matter_key, case_id } of rows)
    if (case_id !== null) children[String(matter_key)] = await fileAndLines(office, String(case_id))
  const parts = rows.map(({ matter_key, state, result }) => ({ matter_key, state, result }))
  return { ...(await fileAndLines(office, caseId)), parts, children }
}

async function fileAndLines({ database }: Office, id: string) {
  const [file] = (await database('case_file').where({ id })) as Row[]
  const lines: Row[] = await database('case_event').where({ case_id: id }).orderBy(['at', 'id'])
  const documents: Row[] = await database('issued_document').where({ case_id: id }).orderBy(['created_at', 'id'])
  return {
    file: file!,
    lines: lines.filter(({ type }) => type !== 'card').map(lineOf),
    numbers: documents.map(({ number }) => number),
  }
}

/** A line as both must have it; the applicant is another person here. */
const lineOf = (line: object) => {
  const { type, action_text, at, opinion, step_name, actor_name } = line as Row
  return { type, action_text, at: Number(at), opinion, step_name, ...(type !== 'submitted' && { actor_name }) }
}

const KEPT = ['status', 'step_name', 'accepted_at', 'decided_at', 'closed_at', 'promised_due_at', 'statutory_due_at', 'delivery_due_at']
const clockOf = (row: object) =>
  Object.fromEntries(
    KEPT.map((column) => {
      const value = (row as Row)[column] ?? null
      return [column, typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value]
    }),
  )
