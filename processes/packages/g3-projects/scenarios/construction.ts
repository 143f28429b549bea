import type { Actor, Scenario } from '@lianban/processes/testing'
import { cast, entered, of } from './project.ts'

/* Who takes part in a construction project beside those of every project, and how its stages are played. */

/** Whoever examines and whoever decides, by organ. */
const deciders: Record<string, readonly [examines: string, decides: string]> = {
  fgw: ['fgw-xiangmu', 'fgw-pizhun'],
  gtj: ['gtj-xiangmu', 'gtj-gcpizhun'],
  zjj: ['zjj-gongcheng', 'zjj-gcpizhun'],
  hbj: ['hbj-gongcheng', 'hbj-gcpizhun'],
  slj: ['slj-gongcheng', 'slj-gcpizhun'],
  xfdd: ['xfdd-gongcheng', 'xfdd-gcpizhun'],
  cgj: ['cgj-gongcheng', 'cgj-gcpizhun'],
  daj: ['daj-shenhe', 'daj-gcpizhun'],
}

/** The first stage, as it is handed in and accepted. */
export const LAND = { matter: 'land-permit', lead: 'gtj', papers: ['site-plan'] }

/** A construction project that is listed. @returns its code */
export const works = (s: Scenario): Promise<string> => entered(s, { kind: 'construction', estimate: '1900000.00' })

/** Whoever accepts for a lead: he examines nothing of it 受办分离. */
export const intake = (s: Scenario, lead: string): Actor => s.person(`${lead}-gcshouli`)
export const examiner = (s: Scenario, organ: string): Actor => s.person(deciders[organ]![0])
export const decider = (s: Scenario, organ: string): Actor => s.person(deciders[organ]![1])

/** The task of a part, told from others of the same organ by its name. */
async function take(actor: Actor, name: string): Promise<string> {
  const items = await actor.inbox()
  const found = items.find((item) => item.name === name)
  if (!found) throw new Error(`${actor.userId} has no task ${name}, but ${items.map((one) => one.name).join(', ') || 'nothing'}`)
  return found.taskId
}

/** One organ examines its part. */
export async function examines(s: Scenario, organ: string, name: string): Promise<void> {
  const actor = examiner(s, organ)
  const taskId = await take(actor, `${name}(承办)`)
  await s.cases.claim(await actor.caller(), taskId)
  await actor.completes(taskId, 'submit', { form: { conclusion: 'agree' } })
}

/** Its head decides on it. */
export async function decides(s: Scenario, organ: string, name: string, action = 'pass'): Promise<void> {
  const actor = decider(s, organ)
  const taskId = await take(actor, `${name}(决定)`)
  const item = (await actor.inbox()).find((one) => one.taskId === taskId)!
  if (item.assignee === null) await s.cases.claim(await actor.caller(), taskId)
  await actor.completes(taskId, action, { opinion: action === 'pass' ? '符合规定' : '不符合规定' })
}

export async function passes(s: Scenario, organ: string, name: string): Promise<void> {
  await examines(s, organ, name)
  await decides(s, organ, name)
}

/** What its organ has to do at the moment, by name. */
export const todo = async (s: Scenario, organ: string): Promise<string[]> =>
  (await examiner(s, organ).inbox()).map(({ name }) => name).sort()

/** One file for each of these materials. */
export async function handedIn(actor: Actor, papers: readonly string[]): Promise<Record<string, string[]>> {
  const files: Record<string, string[]> = {}
  for (const key of papers) files[key] = [await actor.uploads()]
  return files
}

/** Hands a stage in, with its one set of papers, and its lead accepts it. */
export async function accepted(
  s: Scenario,
  { matter, lead, papers, form }: { matter: string; lead: string; papers: readonly string[]; form: Record<string, unknown> },
): Promise<string> {
  const { officer } = cast(s)
  const caseId = await officer.submits(matter, form, await handedIn(officer, papers))
  await intake(s, lead).does('Task_Intake', 'accept')
  return caseId
}

/** The lead concludes a stage whose parts have all passed. */
export async function concluded(s: Scenario, caseId: string, lead: string): Promise<void> {
  await s.documents.make(caseId)
  await decider(s, lead).does('Task_Conclude', 'conclude', { opinion: '各项审批均已通过' })
  await s.documents.make(caseId)
}

export const landForm = (code: string, change: Record<string, unknown> = {}) => ({
  ...{ ...of(code), place: '城南新区,东至湖滨路', landArea: 12000, floorArea: 5600, content: '新建监测业务用房一幢' },
  ...{
    civilDefence: 'needed',
    environment: 'needed',
    energy: 'none',
    soil: 'regional',
    utilities: 'needed',
    regionalNo: '三水评〔2025〕3号',
  },
  ...change,
})

export const worksForm = (code: string) => ({
  ...{ ...of(code), designUnit: '三湖县建筑设计院', scheme: '地上四层,框架结构' },
  ...{ floorArea: 5000, plotRatio: 1.2, greenRatio: 30 },
})

export const linesForm = (code: string) => ({ ...of(code), assessor: '江淮环境科技有限公司', summary: '建设项目对环境影响较小' })

export const permitForm = (code: string) => ({
  ...{ ...of(code), drawingsNo: 'SG-2026-11', contractor: '三湖县建设工程有限公司', supervisor: '三湖县信诚工程监理有限公司' },
  ...{ startOn: '2026-06-01', safety: '已编制施工组织设计' },
})

export const acceptanceForm = (code: string, change: Record<string, unknown> = {}) => ({
  ...{ ...of(code), surveyNo: 'DC-2026-5', surveyUnit: '三湖县测绘院', archiveNo: 'CJ-2026-18' },
  ...{ completedOn: '2026-11-20', report: '按图完成全部内容' },
  ...change,
})

/** A form without what cannot be changed any more. */
export function again({ projectCode: _, projectName: __, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest
}
