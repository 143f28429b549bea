import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FormSchema } from '@lianban/forms'
import { createMatterStore } from '../matters/matter-store.ts'
import { ensureNationalDictionaries } from '../options/index.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, openOffice, type Office } from '../testing/index.ts'
import { runSavedCases } from '../try-out/index.ts'
import { createStudio } from './studio.ts'

/** A Friday; the next two working weeks are before the holidays. */
const START = Date.parse('2026-09-11T09:00:00+08:00')
const CONTACT = { applicantName: '湖畔农机合作社', contactName: '李春华', phone: '13800138000' }

let office: Office
beforeEach(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-rating`, startAt: START })
})
afterEach(() => office.close())

const person = (userId: string): Actor => new Actor(office, userId)

/** A matter made of a template, changed, published, with a case of it. */
async function caseOf(
  template: string,
  form: Record<string, unknown>,
  changed: (files: PackageFiles) => PackageFiles = () => ({}),
): Promise<string> {
  const studio = createStudio({ ...office, matters: createMatterStore(), runCases: (files) => runSavedCases(files) })
  const [author, second] = await Promise.all(['zhuguan', 'zhuguan2'].map((id) => office.tenants.users.caller(office.tenantId, id)))
  const { id } = await studio.drafts.create(author!, { name: '新事项', from: { template, organ: 'scjg' } })
  const draft = await studio.drafts.get(author!, id)
  await studio.drafts.change(author!, id, { version: draft.version, changes: changed(draft.files) })
  const release = await studio.releases.propose(author!, id, { effectiveOn: null, running: 'keep', note: '发布' })
  const { matters } = await studio.releases.confirm(second!, release.id)
  return person('shenqing').submits(matters[0]!.key, form, {})
}

/** A step of several persons: each decides on his own task of it. */
async function votes(elementId: string, by: Record<string, string>): Promise<void> {
  for (const [userId, action] of Object.entries(by)) {
    const task = (await person(userId).inbox()).find((item) => item.elementId === elementId)
    expect(task, `${userId} has no ${elementId}`).toBeDefined()
    await person(userId).completes(task!.taskId, action, { opinion: '意见' })
  }
}

const ended = async (caseId: string) => {
  const made = await office.documents.make(caseId)
  return { status: (await person('shenqing').sees(caseId)).status, papers: made.map(({ name }) => name) }
}

const DECISION = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="踏勘" namespace="http://lianban/decision">
  <decision id="decision-1" name="是否踏勘"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i" label="泊位数"><inputExpression id="e" typeRef="number"><text>application.spaces</text></inputExpression></input>
    <output id="o" label="结果" name="result" typeRef="string" />
    <rule id="r1"><inputEntry id="i1"><text>&gt; 20</text></inputEntry><outputEntry id="o1"><text>"踏勘"</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="i2"><text>-</text></inputEntry><outputEntry id="o2"><text>"不踏勘"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>`

/** The examination is left out unless a decision table asks for it. */
function withDecision(files: PackageFiles): PackageFiles {
  const form = JSON.parse(files['forms/application.json']!) as FormSchema
  form.properties.spaces = { type: 'integer', title: '泊位数', 'x-component': 'NumberInput' }
  const model = files['process.bpmn']!
  const begin = '<bpmn:sequenceFlow id="Flow_15" sourceRef="Start_Handle" targetRef="Task_Examine" />'
  expect(model).toContain(begin)
  const asked = `<bpmn:businessRuleTask id="Rule" name="是否踏勘" camunda:decisionRef="decision-1" camunda:resultVariable="decision1Result" camunda:mapDecisionResult="singleEntry" />
    <bpmn:exclusiveGateway id="GW_Rule" default="Flow_Without" />
    <bpmn:sequenceFlow id="Flow_15" sourceRef="Start_Handle" targetRef="Rule" />
    <bpmn:sequenceFlow id="Flow_Rule" sourceRef="Rule" targetRef="GW_Rule" />
    <bpmn:sequenceFlow id="Flow_With" sourceRef="GW_Rule" targetRef="Task_Examine"><bpmn:conditionExpression>=decision1Result = "踏勘"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Flow_Without" sourceRef="GW_Rule" targetRef="Task_Audit" />`
  return { 'forms/application.json': JSON.stringify(form), 'decision-1.dmn': DECISION, 'process.bpmn': model.replace(begin, asked) }
}

function withOptions(files: PackageFiles): PackageFiles {
  const form = JSON.parse(files['forms/application.json']!) as FormSchema
  form.properties.helper = { type: 'string', title: '协办单位', 'x-component': 'Organ' }
  form.properties.industry = { type: 'string', title: '行业', 'x-component': 'Select', 'x-options': { dictionary: 'industries' } }
  return { 'forms/application.json': JSON.stringify(form) }
}

describe('a case of a template goes its way', () => {
  it('会签: an objection is settled and signed again before it is approved', async () => {
    const caseId = await caseOf('countersigning', { applicantName: '综合科', subject: '联合检查方案', content: '拟于十月开展联合检查' })
    await person('chengban').does('Task_Check', 'accept')
    await votes('Task_Countersign', { juzhang: 'disagree' })
    await person('chengban').does('Task_Coordinate', 'again', { form: { change: '已调整检查时间' } })
    await votes('Task_Countersign', { juzhang: 'agree', shenhe: 'agree' })
    await person('pizhun').does('Task_Approve', 'grant')
    expect(await ended(caseId)).toEqual({ status: 'granted', papers: ['会签审批单'] })
  })

  it('派遣、处置、核查: what was not done well is done again', async () => {
    const form = { applicantName: '网格员', phone: '13800138000', address: '湖滨路 1 号', happenedOn: '2026-09-10', content: '占道经营' }
    const caseId = await caseOf('dispatch', form)
    const disposal = { form: { disposedOn: '2026-09-11', measure: '已劝离' } }
    const verification = { opinion: '已核查', form: { verifiedOn: '2026-09-11', finding: '现场情况属实' } }
    await person('chengban').does('Task_Dispatch', 'accept')
    await person('takan1').does('Task_Dispose', 'done', disposal)
    await person('shenhe').does('Task_Verify', 'return', verification)
    await person('takan1').does('Task_Dispose', 'done', disposal)
    await person('shenhe').does('Task_Verify', 'pass', verification)
    expect(await ended(caseId)).toEqual({ status: 'granted', papers: ['处置结果告知书'] })
  })

  it('申报、评审、公示: it is published for five working days before it is decided', async () => {
    const caseId = await caseOf('declaration-review', { ...CONTACT, project: '示范合作社', summary: '带动农户增收' })
    await person('chuangkou').does('Task_Intake', 'accept')
    await office.documents.make(caseId)
    // nobody is an expert here: the head of the organ decides
    await votes('Task_Review', { juzhang: 'agree' })
    const publicity = { place: '政府网站', startsOn: '2026-09-11', content: '拟评定名单' }
    await person('chengban').does('Task_Publicise', 'publish', { form: publicity })
    await office.passTime(Date.parse('2026-09-18T12:00:00+08:00'))
    expect((await person('chengban').inbox()).filter((item) => item.elementId === 'Task_Conclude')).toEqual([])
    await office.passTime(Date.parse('2026-09-21T09:00:00+08:00'))
    await person('chengban').does('Task_Conclude', 'none', { form: { result: '公示期内无异议' } })
    await person('pizhun').does('Task_Decide', 'grant')
    expect(await ended(caseId)).toEqual({ status: 'granted', papers: ['评定通知书'] })
  })

  it.each([
    ['many spaces are examined on site', { spaces: 21 }, 'Task_Examine'],
    ['few are not', { spaces: 20 }, 'Task_Audit'],
    ['nor is it where nobody says how many', {}, 'Task_Audit'],
  ])('受理、审查、决定, with a decision table that reads the application: %s', async (_, given, next) => {
    const caseId = await caseOf('acceptance-examination', { ...CONTACT, request: '设置停车泊位', ...given }, withDecision)
    await person('chuangkou').does('Task_Intake', 'accept')
    await office.documents.make(caseId)
    const steps = await Promise.all(
      ['chengban', 'shenhe'].map(async (userId) => (await person(userId).inbox()).map(({ elementId }) => elementId)),
    )
    expect(steps.flat()).toEqual([next])
  })

  it.each([
    ['a text without quotes', '"踏勘"', '踏勘', 'DECISION_TEXT_UNQUOTED'],
    ['a field that the form does not have', 'application.spaces', 'application.places', 'FIELD_MISSING'],
    ['a name that nothing sets', 'application.spaces', 'spaces', 'VARIABLE_UNKNOWN'],
  ])('受理、审查、决定, with a decision table that has %s, is not published', async (_, from, to, code) => {
    const wrong = (files: PackageFiles) => {
      const changed = withDecision(files)
      return { ...changed, 'decision-1.dmn': changed['decision-1.dmn']!.replace(`<text>${from}`, `<text>${to}`) }
    }
    const refused = caseOf('acceptance-examination', { ...CONTACT, request: '设置停车泊位' }, wrong)
    await expect(refused).rejects.toMatchObject({ code: 'RELEASE_PROBLEMS', details: { problems: [expect.objectContaining({ code })] } })
  })

  it('受理、审查、决定, with options of the county’s tables: what is none of them is refused by its place', async () => {
    await ensureNationalDictionaries(office.database, office.tenantId, START)
    const form = { ...CONTACT, request: '申请使用综合服务用房', helper: 'cgj', industry: 'H' }
    const caseId = await caseOf('acceptance-examination', form, withOptions)
    const { matterKey } = await person('shenqing').sees(caseId)
    const refused = (wrong: Record<string, unknown>) =>
      person('shenqing')
        .submits(matterKey, { ...form, ...wrong }, {})
        .catch((error: { details: { problems: unknown } }) => error.details)
    expect(await refused({ helper: 'nobody' })).toMatchObject({ problems: [{ path: 'helper', code: 'OPTION_UNKNOWN' }] })
    expect(await refused({ industry: 'Z' })).toMatchObject({ problems: [{ path: 'industry', code: 'OPTION_UNKNOWN' }] })
  })

  it('受理、审查、决定: what is missing is told once, and what is refused says what can be done against it', async () => {
    const caseId = await caseOf('acceptance-examination', { ...CONTACT, request: '申请使用综合服务用房' })
    await person('chuangkou').does('Task_Intake', 'supplement', {
      fields: { missing: [{ key: 'form', fault: 'defective', text: '申请内容不具体' }] },
    })
    expect((await office.documents.make(caseId)).map(({ name }) => name)).toEqual(['补正材料一次性告知书'])
    await person('shenqing').supplements(caseId, { form: { ...CONTACT, request: '申请使用一楼会议室' } })
    await person('chuangkou').does('Task_Intake', 'accept')
    await office.documents.make(caseId)
    await person('chengban').does('Task_Examine', 'pass', { opinion: '不符合', form: { finding: '不符合条件', conclusion: '不符合条件' } })
    await person('shenhe').does('Task_Audit', 'pass', { opinion: '不同意' })
    await person('pizhun').does('Task_Decide', 'refuse', { opinion: '不符合使用条件' })
    const [paper] = await office.documents.make(caseId)
    expect(paper?.html).toMatch(/不予同意决定书[\s\S]*行政复议/)
  })
})
