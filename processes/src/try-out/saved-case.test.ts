import { beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../packages/load-package.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { FOOD_FORM } from '../testing/food-case.ts'
import { expectable, fileOf, flowsTaken, parseSavedCase, runSavedCase, runSavedCases, savedCase } from './saved-case.ts'
import { createTryOut } from './session.ts'

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
    expect(result.message).toContain('应为“不予受理”,实际为“不需要许可”')
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
    expect(result.message).toMatch(/^第 1 步不能进行.*operatorName/)
  })

  it('is red where a variable or a document differs', () => {
    const saved = notAccepted()
    const { expect: expected } = saved
    expect(runSavedCase(files, { ...saved, expect: { ...expected, variables: { intakeResult: 'accept' } } }).message).toContain(
      'intakeResult 应为 "accept"',
    )
    expect(runSavedCase(files, { ...saved, expect: { ...expected, documents: ['receipt'] } }).message).toContain('出具的文书应为 receipt')
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

  it('offers what gateways read to be expected, not what differs every day', () => {
    const session = createTryOut({ files, matter: 'food-business-licence', now: Date.parse('2026-09-18T09:00:00+08:00') })
    session.submit(FOOD_FORM, MATERIALS)
    expect(expectable(session)).toMatchObject({ byCommitment: false, organ: 'scjg' })
    expect(expectable(session)).not.toHaveProperty('clockFrom')
  })
})
