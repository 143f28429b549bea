import { aProcess, scenario, type ProcessBuilder } from '@lianban/engine/testing'
import { parseDefinitions, type JsonValue } from '@lianban/engine'
import { newId } from '@lianban/storage'
import { afterEach, describe, expect, it } from 'vitest'
import { nationalCalendar } from '../../clock/index.ts'
import type { MatterDefinition } from '../../matters/matter-definition.ts'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, FOOD_FORM, FOOD_MATTER, foodCase, openOffice, type Office } from '../../testing/index.ts'
import { previewPath, type PreviewItem } from '../preview/preview.ts'

/*
 * Scenario lines of the approval paper §8, under their own names. Each came from a failure that somebody else had.
 */

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
let office: Office | undefined
const person = (userId: string) => new Actor(office!, userId)
const caller = (userId: string) => person(userId).caller()
const open = async () => (office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW }))
afterEach(async () => {
  await office?.close()
  office = undefined
})

describe('scenario lines', () => {
  it('5,000 open to-dos for one clerk', async () => {
    // given one case at the window, 4,999 more of its kind, and others of another bureau
    const { cases, database, tenantId } = await open()
    await foodCase(office!, person, 'Task_Intake')
    const { taskId, caseNo } = (await person('chuangkou').inbox())[0]!
    await multiply(taskId, 4_999, 'scjg:window-clerk')
    await multiply(taskId, 1_000, 'cgj:window-clerk')
    const clerk = await caller('chuangkou')

    // when they are counted, listed and searched
    const { plans, queries } = await watched(async () => {
      expect(await cases.inboxMark(clerk)).toMatchObject({ count: 5_000 })
      const first = await cases.inbox(clerk, { view: 'todo', limit: 50 })
      expect([first.items.length, first.count]).toEqual([50, 5_000])
      const second = await cases.inbox(clerk, { view: 'todo', limit: 50, after: first.next! })
      expect(second.items.map((item) => item.taskId)).not.toContain(first.items.at(-1)!.taskId)
      expect((await cases.inbox(clerk, { view: 'todo', limit: 50, q: caseNo })).items).toHaveLength(1)
    })

    // then it is a fixed number of questions, and none of them walks through the tasks or cases of others
    expect(queries).toBeLessThanOrEqual(9)
    expect(plans.filter((line) => /\bSCAN (u|user_task|c|user_task_candidate|case_file)\b(?! USING (COVERING )?INDEX)/.test(line))).toEqual(
      [],
    )
    // a task is claimed and done as fast as ever: by its key
    const { queries: claiming } = await watched(() => cases.claim(clerk, taskId))
    expect(claiming).toBeLessThan(40)

    async function multiply(like: string, count: number, group: string): Promise<void> {
      const task = (await database('user_task').where({ id: like }).first()) as Record<string, unknown>
      const file = (await database('case_file').where({ id: task.business_key }).first()) as Record<string, unknown>
      const rows = Array.from({ length: count }, (_, n) => ({ id: newId(), n }))
      await database.batchInsert(
        'case_file',
        rows.map(({ id }) => ({ ...file, id, case_no: `N${id}`, instance_id: `i${id}` })),
        400,
      )
      await database.batchInsert(
        'user_task',
        rows.map(({ id, n }) => ({
          ...task,
          id: `t${id}`,
          instance_id: `i${id}`,
          business_key: id,
          due_at: NOW + n * 1000,
          due_rank: NOW + n * 1000,
          candidate_groups: JSON.stringify([group]),
        })),
        400,
      )
      const candidate = (await database('user_task_candidate').where({ task_id: like }).first()) as Record<string, unknown>
      await database.batchInsert(
        'user_task_candidate',
        rows.map(({ id }) => ({ ...candidate, task_id: `t${id}`, candidate: group })),
        400,
      )
      expect(tenantId).toBe(task.tenant_id)
    }
    async function watched(work: () => Promise<unknown>): Promise<{ plans: string[]; queries: number }> {
      const seen: { sql: string; bindings: unknown[] }[] = []
      const note = (query: { sql: string; bindings: unknown[] }) => void seen.push(query)
      database.on('query', note)
      await work()
      database.off('query', note)
      const asked = seen.filter(({ sql }) => !/^(begin|commit)/i.test(sql))
      const plans: string[] = []
      for (const { sql, bindings } of asked.filter(({ sql: one }) => one.startsWith('select')))
        for (const { detail } of (await database.raw(`explain query plan ${sql}`, bindings as never)) as { detail: string }[])
          plans.push(detail)
      return { plans, queries: asked.length }
    }
  })

  it('hidden field posted by a forged request', async () => {
    // given a site officer, from whom the applicant's identity number is hidden
    const { cases, database } = await open()
    const caseId = await foodCase(office!, person, 'Task_SiteCheckA')
    const taskId = await person('takan1').claims('Task_SiteCheckA')
    const seen = await person('takan1').opens('Task_SiteCheckA')
    // (the example that the form gives happens to be the same number)
    expect(placesOf(seen, FOOD_FORM.citizenId).filter((path) => !path.endsWith('/x-example'))).toEqual([])

    // when he posts it all the same: in the step's form, in the action's fields, and as the application
    const site = {
      checkedOn: '2026-09-18',
      premises: '符合',
      layout: '符合',
      facilities: '符合',
      system: '符合',
      health: '符合',
      conclusion: '符合',
    }
    const forged = (body: object) => person('takan1').completes(taskId, 'submit', { form: site, ...body })
    await expect(forged({ form: { ...site, citizenId: '110105194912310021' } })).rejects.toMatchObject({ code: 'UNKNOWN_FIELD' })
    await expect(forged({ fields: { citizenId: 'x' } })).rejects.toMatchObject({ code: 'UNKNOWN_FIELD' })
    await expect(forged({ form: { ...site, application: { citizenId: 'x' } } })).rejects.toMatchObject({ code: 'UNKNOWN_FIELD' })

    // then nothing is stored and the step is open
    const row = (await database('case_file').where({ id: caseId }).first('form')) as { form: string }
    expect(JSON.parse(row.form)).toMatchObject({ citizenId: FOOD_FORM.citizenId })
    expect((await person('takan1').inbox())[0]).toMatchObject({ taskId })

    // and a supplement may not change who applies
    expect(await cases.get(await caller('shenqing'), caseId)).toMatchObject({ applicantName: '湖畔面馆' })
  })

  it('double click on 提交', async () => {
    // given an application, and a decision
    const { cases, database } = await open()
    const applicant = person('shenqing')
    const materials: Record<string, string[]> = {}
    for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) materials[key] = [await applicant.uploads()]
    const submission = { matterKey: FOOD_MATTER, form: FOOD_FORM, materials, idempotencyKey: newId() }

    // when each is sent twice at the same instant
    const who = await applicant.caller()
    const [one, two] = await Promise.all([cases.submit(who, submission), cases.submit(who, submission)])
    const clerk = await caller('chuangkou')
    const taskId = await person('chuangkou').claims('Task_Intake')
    const completion = { action: 'accept', idempotencyKey: newId() }
    await Promise.all([cases.completeTask(clerk, taskId, completion), cases.completeTask(clerk, taskId, completion)])

    // then there is one case with one number, accepted once with one document number
    expect(two).toEqual(one)
    expect(await database('case_file').count({ n: '*' }).first()).toEqual({ n: 1 })
    expect((await person('chuangkou').timeline(one.caseId)).filter(({ action }) => action === '受理')).toHaveLength(1)
    const papers = (await office!.documents.make()).map(({ name, number }) => [name, number])
    expect(papers).toEqual([
      ['申请材料收件凭证', expect.stringMatching(/1号$/)],
      ['受理通知书', expect.stringMatching(/1号$/)],
    ])
    // and a key that comes again with something else is refused
    await expect(cases.submit(who, { ...submission, form: { ...FOOD_FORM, area: 31 } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
  })

  it('条件 no match / two match / field optional / sub-table sum', () => {
    const rows = (...amounts: number[]) => ({ rows: amounts.map((amount) => ({ amount })) })

    // no match: nothing holds and there is no default; the engine stops with an incident, the preview says so beforehand
    const none = gateway({ Small: 'application.area < 10', Large: 'application.area > 100' })
    expect(runs(none, { area: 50 })).toEqual({ done: [], stopped: true })
    expect(told(none, { area: 50 })).toEqual({ next: [], stops: 'no-branch' })
    const withDefault = gateway({ Small: 'application.area < 10', Large: 'application.area > 100', Other: null })
    expect([runs(withDefault, { area: 50 }).done, told(withDefault, { area: 50 }).next]).toEqual([['Other'], ['Other']])

    // two match: the first in the order of the model, in both
    const two = gateway({ Big: 'application.area > 10', Bigger: 'application.area > 100' })
    expect([runs(two, { area: 500 }).done, told(two, { area: 500 }).next]).toEqual([['Big'], ['Big']])

    // field optional: left blank it is an incident unless the condition provides for it; before handing in it is not known yet
    const optional = gateway({ Large: 'application.area > 100', Other: null })
    expect(runs(optional, {})).toEqual({ done: [], stopped: true })
    expect(told(optional, {}, { isOpen: true })).toEqual({ next: ['Large?', 'Other?'], stops: null })
    const careful = gateway({ Large: 'if application.area = null then false else application.area > 100', Other: null })
    expect([runs(careful, {}).done, told(careful, {}).next]).toEqual([['Other'], ['Other']])
    expect(told(careful, {}, { isOpen: true }).next).toEqual(['Large?', 'Other?'])

    // sub-table sum
    const sum = gateway({ Large: 'sum(application.rows.amount) > 100', Other: null })
    for (const form of [rows(60, 50), rows(60, 40)]) {
      const { done } = runs(sum, form)
      expect(told(sum, form).next).toEqual(done)
      expect(done).toEqual([form.rows[1]!.amount === 50 ? 'Large' : 'Other'])
    }
  })
})

/** Where a value stands in an answer. */
function placesOf(answer: unknown, value: string, path = ''): string[] {
  if (typeof answer === 'string') return answer.includes(value) ? [path] : []
  if (typeof answer !== 'object' || answer === null) return []
  return Object.entries(answer).flatMap(([key, inner]) => placesOf(inner, value, `${path}/${key}`))
}

/** A choice by conditions, each to a task of its name; null: the default. */
function gateway(branches: Record<string, string | null>): () => ProcessBuilder {
  return () => {
    const builder = aProcess('choice').startEvent('Start').exclusiveGateway('Choice')
    for (const [task, condition] of Object.entries(branches)) {
      builder.moveTo('Choice')
      if (condition === null) builder.defaultFlow()
      else builder.condition(`=${condition}`)
      builder.userTask(task).endEvent(`End_${task}`)
    }
    return builder
  }
}

function runs(build: () => ProcessBuilder, application: Record<string, JsonValue>): { done: string[]; stopped: boolean } {
  const run = scenario(build())
  run.start({ application })
  const waiting = Object.values(run.state.tokens)
  return {
    done: waiting.filter(({ waitsFor }) => waitsFor === 'userTask').map(({ elementId }) => elementId),
    stopped: waiting.some(({ waitsFor }) => waitsFor === 'incident'),
  }
}

function told(
  build: () => ProcessBuilder,
  application: Record<string, JsonValue>,
  { isOpen = false }: { isOpen?: boolean } = {},
): { next: string[]; stops: string | null } {
  const parsed = parseDefinitions(build().toXml())
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message)
  const matter = { key: 'choice', tasks: {}, steps: [], applicationForm: 'application' }
  const form = {
    'x-lianban': { version: 1 },
    type: 'object',
    properties: { area: { type: 'number', title: '面积', 'x-component': 'NumberInput' } },
  }
  const definition = {
    matter,
    forms: { application: form },
    elements: {},
    package: { key: 'x', name: 'x', lead: [] },
  } as unknown as MatterDefinition
  const items = previewPath({
    process: parsed.processes[0]!,
    definition,
    from: ['Start'],
    running: new Map(),
    knowledge: { values: { application }, open: isOpen ? ['application'] : [], functions: {}, now: NOW },
    calendar: nationalCalendar,
    functionsAt: () => ({}),
    stable: ['application'],
  })
  const names = (list: readonly PreviewItem[], pending: boolean): string[] =>
    list.flatMap((item) => {
      if (item.kind === 'step') return [pending ? `${item.elementId}?` : item.elementId]
      return item.kind === 'choice' ? item.branches.flatMap((branch) => names(branch.items, true)) : []
    })
  const last = items.at(-1)
  return { next: names(items, false), stops: last?.kind === 'end' ? (last.stops ?? null) : null }
}
