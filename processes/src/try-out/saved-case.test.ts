import { beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../packages/load-package.ts'
import { nationalCalendar, type Calendar } from '../clock/index.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { FOOD_FORM } from '../testing/food-case.ts'
import { expectable, fileOf, flowsTaken, parseSavedCase, runSavedCase, runSavedCases, savedCase } from './saved-case.ts'
import { sampleValues } from './sample-values.ts'
import { createTryOut } from './session.ts'
import { applicationOf } from './view.ts'

const MATERIALS = { identity: 1, 'floor-plan': 1, 'safety-system': 1, 'health-certificates': 1 }
const MODEL = 'administrative-licence.bpmn'

let files: PackageFiles
beforeAll(async () => {
  files = await readFolder(`${PACKAGES_FOLDER}/c3-licensing`)
})

/** Not accepted at the counter: short, and all the way to an end. */
function notAccepted() {
  const session = createTryOut({ files, matter: 'food-business-licence', now: Date.parse('2026-09-18T09:00:00+08:00') })
  session.submit(FOOD_FORM, MATERIALS)
  session.act('Task_Intake', 'scjg:window-clerk:1', 'not-accept', { opinion: '不属于本机关职权范围' })
  return savedCase(session, { name: '不予受理', variables: ['intakeResult'] })
}

describe('a case saved from a try-out', () => {
  it('runs green against the package it was saved from, also after it was written to a file', () => {
    const saved = parseSavedCase(JSON.stringify(notAccepted()))
    expect(saved.expect).toMatchObject({
      status: 'not-accepted',
      documents: ['receipt', 'non-acceptance-decision'],
      variables: { intakeResult: 'not-accept' },
    })
    expect(runSavedCase(files, saved)).toMatchObject({ ok: true, message: '', at: null, file: 'cases/不予受理.json' })
  })

  it('is red where the path has become another one, and names the step and the command', () => {
    const changed = files[MODEL]!.replace(
      'sourceRef="Task_DocNotAccept" targetRef="End_NotAccepted"',
      'sourceRef="Task_DocNotAccept" targetRef="End_NotRequired"',
    )
    const swapped = changed
      .replace('<bpmn:incoming>Flow_NotAccepted</bpmn:incoming>', '')
      .replace(
        '<bpmn:incoming>Flow_NotRequiredTold</bpmn:incoming>',
        '<bpmn:incoming>Flow_NotRequiredTold</bpmn:incoming><bpmn:incoming>Flow_NotAccepted</bpmn:incoming>',
      )
    const result = runSavedCase({ ...files, [MODEL]: swapped }, notAccepted())
    expect(result).toMatchObject({ ok: false, at: 1 })
    expect(result.message).toBe('第 2 步“受理审查:不予受理”之后应为“不予受理”,现为“不需要许可”')
  })

  it('is red where a step is not possible any more, with the words that the counter would read', () => {
    const form = JSON.parse(files['forms/licence-application.json'] ?? files['forms/application.json']!) as {
      properties: Record<string, unknown>
      required?: string[]
    }
    expect(form.properties).toBeDefined()
    const saved = notAccepted()
    const { operatorName: _, ...incomplete } = FOOD_FORM
    const result = runSavedCase(files, { ...saved, commands: [{ type: 'submit', form: incomplete, materials: MATERIALS }] })
    expect(result).toMatchObject({ ok: false, at: 0 })
    expect(result.message).toMatch(/^第 1 步“提交申请”不能进行.*operatorName/)
  })

  it('is red where a variable or a document differs', () => {
    const saved = notAccepted()
    const { expect: expected } = saved
    expect(runSavedCase(files, { ...saved, expect: { ...expected, variables: { intakeResult: 'accept' } } }).message).toContain(
      'intakeResult 应为 "accept"',
    )
    expect(runSavedCase(files, { ...saved, expect: { ...expected, documents: ['receipt'] } }).message).toContain(
      '出具的文书应为“申请材料收件凭证”,现为',
    )
  })

  it('is read with clear errors: what is no case names its place', () => {
    const broken = { ...notAccepted(), commands: [{ type: 'act', elementId: 'Task_Intake', as: 'x' }] }
    const withCases = {
      ...files,
      'cases/broken.json': JSON.stringify(broken),
      'cases/torn.json': '{',
      [fileOf('不予受理')]: JSON.stringify(notAccepted()),
    }
    const results = runSavedCases(withCases)
    expect(results.map(({ name, ok }) => [name, ok])).toEqual([
      ['broken', false],
      ['torn', false],
      ['不予受理', true],
    ])
    expect(results[0]!.message).toContain('commands.0.action')
    expect(results[1]!.message).toContain('不是有效的 JSON')
  })

  it('counts the flows that green cases take', () => {
    const results = runSavedCases({ ...files, [fileOf('a')]: JSON.stringify(notAccepted()) })
    const { all, taken } = flowsTaken(files, results)['administrative-licence']!
    expect(taken).toEqual(expect.arrayContaining(['Flow_Apply', 'Flow_NotAccept', 'Flow_NotAccepted']))
    expect(taken.length).toBeLessThan(all.length)
    expect(flowsTaken(files, [{ ...results[0]!, ok: false }])['administrative-licence']!.taken).toEqual([])
  })

  it('keeps days that were provisional when it was saved: a later year that becomes known turns it not red', () => {
    const session = createTryOut({ files, matter: 'food-business-licence', now: Date.parse('2026-12-29T09:00:00+08:00') })
    session.submit(FOOD_FORM, MATERIALS)
    session.advance({ instant: '2027-01-07T09:00:00+08:00' })
    const saved = savedCase(session, { name: '跨年度视为受理' })
    expect(saved.expect.path.at(-1)).toBe('Task_Review')
    const off = ['2027-01-04', '2027-01-05', '2027-01-06'].map((day) => [day, { kind: 'holiday' as const, name: '元旦' }] as const)
    const later: Calendar = {
      ...nationalCalendar,
      ...{ edition: 2, officialUntil: '2027-12-31', lastDay: '2028-12-31' },
      specialDays: new Map([...nationalCalendar.specialDays, ...off]),
    }
    expect(runSavedCase(files, saved, { calendar: later })).toMatchObject({ ok: true, message: '' })
    // One that keeps nothing is counted by the new year, and says where it departs.
    const { calendar: _, ...old } = saved
    expect(runSavedCase(files, { ...old, version: 1 }, { calendar: later })).toMatchObject({
      ...{ ok: false, at: null },
      message: expect.stringMatching(/^第 2 步“时间前进”之后应为“.+”,现为“?.+/) as string,
    })
  })

  it('is counted by the county’s own calendar: a day on which its offices were closed is none', () => {
    const session = createTryOut({ files, matter: 'food-business-licence', now: Date.parse('2026-09-18T09:00:00+08:00') })
    session.submit(FOOD_FORM, MATERIALS)
    session.advance({ instant: '2026-09-25T09:00:00+08:00' })
    const saved = savedCase(session, { name: '视为受理' })
    const closed: Calendar = {
      ...nationalCalendar,
      specialDays: new Map([...nationalCalendar.specialDays, ['2026-09-23', { kind: 'closure', name: '台风停办' }]]),
    }
    expect(runSavedCase(files, saved)).toMatchObject({ ok: true })
    expect(runSavedCase(files, saved, { calendar: closed })).toMatchObject({ ok: false })
  })

  it('runs a case of a theme from before its matters were tried out with it as it was run then', () => {
    const now = Date.parse('2026-09-18T09:00:00+08:00')
    const session = createTryOut({ files, matter: 'opening-a-restaurant', now, withParts: false })
    const { matter } = session.setup.matter
    const all = Object.fromEntries(matter.materials.map(({ key }) => [key, 1]))
    session.submit(sampleValues(session.setup, applicationOf(session.setup), now, { seed: 1 }), all)
    session.act('Task_Distribute', 'scjg:window-clerk:1', 'distribute')
    session.perform({ type: 'message', name: matter.joint!.decided, variables: {} })
    const old = { ...savedCase(session, { name: '一件事' }), version: 1 as const }
    expect(runSavedCase(files, parseSavedCase(JSON.stringify(old)))).toMatchObject({ ok: true, message: '' })
    expect(runSavedCase(files, { ...old, version: 2 })).toMatchObject({ ok: false, at: 2 })
  })

  it('says who should do a step and who does it now', () => {
    const saved = notAccepted()
    const renamed = saved.commands.map((one) => (one.type === 'act' ? { ...one, as: 'scjg:handler:1' } : one))
    expect(runSavedCase(files, { ...saved, commands: renamed }).message).toMatch(
      /^第 2 步“受理审查:不予受理”应由承办人甲办理,现为窗口受理甲、窗口受理乙、窗口受理丙。/,
    )
    const gone = saved.commands.map((one) => (one.type === 'act' ? { ...one, elementId: 'Task_Review' } : one))
    expect(runSavedCase(files, { ...saved, commands: gone }).message).toMatch(/现在办理中的是“受理审查”/)
  })

  it('keeps what others were asked beside a task, and of a signature that there was one', () => {
    const session = createTryOut({ files, matter: 'food-business-licence', now: Date.parse('2026-09-18T09:00:00+08:00') })
    session.submit(FOOD_FORM, MATERIALS)
    const clerk = 'scjg:window-clerk:1'
    session.perform({
      type: 'add-sign',
      elementId: 'Task_Intake',
      as: clerk,
      kind: 'before',
      people: ['scjg:reviewer:1'],
      reason: '是否属于',
    })
    expect(() => session.act('Task_Intake', clerk, 'accept')).toThrow(/加签尚未办结/)
    session.perform({ type: 'sign', elementId: 'Task_Intake', as: 'scjg:reviewer:1', verdict: 'pass' })
    session.act('Task_Intake', clerk, 'accept')
    const saved = savedCase(session, { name: '前加签' })
    expect(saved.commands.map(({ type }) => type)).toEqual(['submit', 'add-sign', 'sign', 'act'])
    expect(runSavedCase(files, parseSavedCase(JSON.stringify(saved)))).toMatchObject({ ok: true, message: '' })
  })

  it('offers what gateways read to be expected, not what differs every day', () => {
    const session = createTryOut({ files, matter: 'food-business-licence', now: Date.parse('2026-09-18T09:00:00+08:00') })
    session.submit(FOOD_FORM, MATERIALS)
    expect(expectable(session)).toMatchObject({ byCommitment: false, organ: 'scjg' })
    expect(expectable(session)).not.toHaveProperty('clockFrom')
  })
})
