import { beforeAll, describe, expect, it } from 'vitest'
import { checkLoaded, checkPackage } from './check-package.ts'
import { loadPackage, loadPackages, type ProcessPackage } from './load-package.ts'
import { PACKAGES_FOLDER, templateOf, templatesIn } from './templates.ts'

const FOLDER = `${PACKAGES_FOLDER}/c3-licensing`
const MODEL = 'administrative-licence.bpmn'

type Matter = ProcessPackage['manifest']['matters'][number]

const matterIn = ({ manifest }: ProcessPackage, key: string): Matter => manifest.matters.find((matter) => matter.key === key)!

/** Begins anew each year, but the year does not stand in it. */
const COLLIDING = { pattern: '许{seq}号', scope: [], period: 'year' as const, codes: {} }

describe('a process package', () => {
  let good: ProcessPackage
  beforeAll(async () => {
    good = await loadPackage(FOLDER)
  })

  const codes = (change: (draft: ProcessPackage, matter: Matter) => void): string[] => {
    const draft = structuredClone(good)
    change(
      draft,
      draft.manifest.matters.find(({ key }) => key === 'food-business-licence')!,
    )
    return [...new Set(checkLoaded(draft).map(({ code }) => code))]
  }
  const model = (from: string, to: string) => (draft: ProcessPackage) => {
    expect(draft.models[MODEL]).toContain(from)
    draft.models[MODEL] = draft.models[MODEL]!.replace(from, to)
  }

  const template = (from: string, to: string) => (draft: ProcessPackage) => {
    expect(draft.templates['refusal-decision']).toContain(from)
    draft.templates['refusal-decision'] = draft.templates['refusal-decision']!.replace(from, to)
  }

  it('of the county is good', async () => {
    expect(await checkPackage(FOLDER)).toEqual([])
    expect((await loadPackages(PACKAGES_FOLDER)).map(({ manifest }) => manifest.key)).toContain('c3')
  })

  it.each<[string, string, (draft: ProcessPackage, matter: Matter) => void]>([
    ['a promise longer than the law', 'PROMISE_OVER_STATUTE', (_, matter) => Object.assign(matter.limits.promised, { days: 21 })],
    ['steps longer than the promise', 'STEPS_OVER_PROMISE', (_, matter) => Object.assign(matter.limits.promised, { days: 8 })],
    ['a limit on the organ in natural days', 'LIMIT_UNIT', (_, matter) => Object.assign(matter.limits.statutory, { unit: 'day' })],
    [
      'a step that is due at another time than the manifest says',
      'DUE_DATE_DIFFERS',
      model('workdays(stepLimits.Task_Review)', 'workdays(stepLimits.Task_Audit)'),
    ],
    [
      'a step that is due by each of several when the model has one day for all',
      'DUE_DATE_DIFFERS',
      (_, matter) => (matter.steps.find(({ task }) => task === 'Task_Review')!.each = 'part.days'),
    ],
    ['a timer of another length than the manifest says', 'TIMER_DIFFERS', model('days(supplementDays)', 'days(15)')],
    [
      'a promise in hours whose length in workdays nobody knows',
      'LIMIT_UNITS_MIXED',
      (_, matter) => (matter.limits.promised = { hours: 100, unit: 'workhour', basis: '承诺' }),
    ],
    [
      'steps in hours beyond what is promised in workdays, whatever the office hours',
      'STEPS_OVER_PROMISE',
      (_, matter) => (matter.steps[1]!.limit = { hours: 200, unit: 'workhour' }),
    ],
    [
      'a first review without a limit of its own',
      'LIMIT_AND_PROCEDURE_DIFFER',
      (draft) => delete matterIn(draft, 'rural-planning-permit').limits.firstReview,
    ],
    [
      'a limit of inspection where nothing is inspected',
      'LIMIT_AND_PROCEDURE_DIFFER',
      (draft) => (matterIn(draft, 'raw-milk-transport-permit').procedure.inspection = false),
    ],
    [
      'an inspection that would count from its own beginning',
      'DUE_DATE_DIFFERS',
      (draft) => delete matterIn(draft, 'raw-milk-transport-permit').steps.find(({ from }) => from)!.from,
    ],
    [
      'an inspection timer that does not count from the acceptance',
      'TIMER_DIFFERS',
      model('workdays(inspectionDays, clockFrom)', 'workdays(inspectionDays)'),
    ],
    [
      'a town that may be chosen and does not review',
      'ORGANS_DIFFER',
      (draft) => delete matterIn(draft, 'rural-planning-permit').procedure.firstReview!.organs.lianhu,
    ],
    [
      'two inspectors who may be one person',
      'SEPARATION_MISSING',
      (draft) =>
        matterIn(draft, 'raw-milk-transport-permit').separation.forEach((rule) => {
          rule.elements = rule.elements.filter((id) => id !== 'Task_InspectB')
        }),
    ],
    ['a condition on a field that nobody fills in', 'FIELD_MISSING', model('=intakeResult = "accept"', '=application.floors &gt; 3')],
    ['a condition on what nothing sets', 'VARIABLE_UNKNOWN', model('=intakeResult = "accept"', '=intakeResults = "accept"')],
    ['an extension in another unit', 'EXTENSION_UNIT', (_, matter) => Object.assign(matter.limits.extension!, { unit: 'day' })],
    [
      'a timer that does not ask the clock of a case that can be stopped',
      'TIMER_DIFFERS',
      model('workdays(promisedDays, clockFrom, clock)', 'workdays(promisedDays, clockFrom)'),
    ],
    [
      'a licence that would be granted because nobody is there',
      'APPROVAL_EMPTY_PASSES',
      (_, matter) => (matter.tasks.Task_Audit!.approval = { mode: 'all', reject: 'one', empty: 'pass', duplicate: 'ask', self: 'ask' }),
    ],
    [
      'several who decide a step that is drawn for one',
      'APPROVAL_NOT_DRAWN',
      (_, matter) => (matter.tasks.Task_Audit!.approval = { mode: 'all', reject: 'one', empty: 'leader', duplicate: 'ask', self: 'ask' }),
    ],
    [
      'a vote that does not say what it needs',
      'APPROVAL_RULE_MISSING',
      (_, matter) => (matter.tasks.Task_Audit!.approval = { mode: 'vote', reject: 'one', empty: 'leader', duplicate: 'ask', self: 'ask' }),
    ],
    ['a user task nobody described', 'TASK_MISSING', (_, matter) => delete matter.tasks.Task_Audit],
    ['an entry for a task that is not there', 'ELEMENT_MISSING', (_, matter) => (matter.tasks.Task_Ghost = matter.tasks.Task_Audit!)],
    [
      'an action the gateway does not know',
      'ACTION_LEADS_NOWHERE',
      (_, matter) => (matter.tasks.Task_Audit!.actions[0]!.set = { auditResult: 'maybe' }),
    ],
    ['a post that is no role', 'ROLE_MISSING', (draft) => delete draft.manifest.roles.reviewer],
    ['a form that is not there', 'FORM_MISSING', (draft) => delete draft.forms.review],
    ['a field that is not in its form', 'FIELD_MISSING', (_, matter) => (matter.tasks.Task_Review!.variables = ['officerC'])],
    ['a form with code in it', 'TEMPLATE_REFUSED', (draft) => (draft.forms.review!.title = '{{ alert(1) }}')],
    [
      'no separation of review and decision',
      'SEPARATION_MISSING',
      (_, matter) => (matter.separation[1]!.elements = ['Task_Intake', 'Task_Review', 'Task_Audit']),
    ],
    ['a separation rule that does not exist', 'RULE_UNKNOWN', (_, matter) => (matter.separation[0]!.rule = 'sod_wishful')],
    [
      'a task given by name that does not say by whom',
      'ASSIGNED_BY_MISSING',
      (_, matter) => delete matter.tasks.Task_SiteCheckA!.assignedBy,
    ],
    ['a task given by a field that names nobody', 'ASSIGNED_BY_MISSING', (_, matter) => (matter.tasks.Task_Audit!.assignedBy = 'wish')],
    ['a document without template', 'TEMPLATE_MISSING', (draft) => delete draft.templates['refusal-decision']],
    ['a template with a syntax error', 'TEMPLATE_INVALID', (draft) => (draft.templates['refusal-decision'] = '{{#open}}')],
    ['a numbering scheme that would write a number twice', 'NUMBER_SCHEME_INVALID', (draft) => (draft.manifest.numbering.own = COLLIDING)],
    ['a numbering scheme that is not there', 'NUMBER_SCHEME_MISSING', (_, matter) => (matter.licence!.numbering = 'ghost')],
    ['a document that has no type for its number', 'DOCUMENT_TYPE_MISSING', (_, matter) => delete matter.documentNumbers.types.refusal],
    ['two kinds of document under one type', 'DOCUMENT_TYPE_TWICE', (_, matter) => (matter.documentNumbers.types.refusal = '许准')],
    ['a template that nobody declared', 'TEMPLATE_UNDECLARED', (draft) => delete draft.variables.documents['refusal-decision']],
    ['a declaration without template', 'TEMPLATE_MISSING', (draft) => (draft.variables.documents.ghost = {})],
    ['a template with a variable that nobody declared', 'VARIABLE_UNDECLARED', template('{{caseNo}}', '{{caseNumber}}')],
    [
      'a template that prints what may be missing',
      'VARIABLE_UNDECLARED',
      (draft) => (draft.variables.documents['refusal-decision']!['decision.reasons']!.optional = true),
    ],
    ['a template without title', 'TEMPLATE_UNTITLED', template('{{! title: 不予行政许可决定书 }}', '')],
    ['a refusal that does not say what can be done against it', 'REMEDIES_MISSING', template('{{remedies.litigationTo}}', '法院')],
    ['a message nothing waits for', 'MESSAGE_MISSING', (_, matter) => (matter.messages.supplement = 'other')],
    ['no recorded coverage', 'COVERAGE_MISSING', (draft) => (draft.coverage = null)],
    ['coverage of another model', 'COVERAGE_OUTDATED', model('收到申请', '收到新申请')],
    ['a scenario that is gone', 'SCENARIO_GONE', (draft) => delete draft.scenarios!['late.test.ts']],
    ['a flow no scenario walks', 'FLOW_NOT_COVERED', (draft) => ((draft.coverage as { scenarios: object }).scenarios = {})],
    ['no credit code of the organ', 'RECORD_INCOMPLETE', (_, matter) => (matter.creditCode = null)],
    ['an end before its beginning', 'VALIDITY_INVALID', (_, matter) => (matter.validity = { from: '2026-12-02', until: '2026-12-01' })],
    ['a credit code with a wrong check digit', 'CREDIT_CODE_INVALID', (_, matter) => (matter.creditCode = '113208990142856760')],
    [
      'an 实施编码 of another organ',
      'CODES_DIFFER',
      (_, matter) => (matter.codes!.implementation = `9${matter.codes!.implementation.slice(1)}`),
    ],
    ['a material twice', 'MATERIAL_TWICE', (_, matter) => matter.materials.push(matter.materials[0]!)],
    ['a kind of material that the county does not have', 'KIND_UNKNOWN', (_, matter) => (matter.materials[1]!.kind = 'wish')],
    ['a declaration that is used again', 'DECLARED_KIND', (_, matter) => (matter.materials[1]!.declared = true)],
    [
      'a material that may follow after the decision',
      'DEFERRAL_OVER_PROMISE',
      (_, matter) => (matter.materials.find(({ deferral }) => deferral)!.deferral!.within = { n: 1, unit: 'month' }),
    ],
    ['a promise about a material that is not there', 'MATERIAL_MISSING', (_, matter) => matter.commitment!.materials.push('wish')],
    ['a condition of promises that cannot be read', 'EXPRESSION_INVALID', (_, matter) => (matter.commitment!.when = 'businessForm =')],
    ['a promise that no step accepts', 'COMMITMENT_UNUSED', (_, matter) => matter.tasks.Task_Intake!.actions.splice(2, 1)],
    ['容缺 without its number', 'NUMBER_MISSING', (_, matter) => delete matter.documentNumbers.types.deferral],
    ['a sample that is not there', 'SAMPLE_MISSING', (draft) => delete draft.samples['floor-plan.png']],
    ['a sample that is too large', 'SAMPLE_TOO_LARGE', (draft) => (draft.samples['floor-plan.png'] = new Uint8Array(500_001))],
    ['no model', 'MODEL_MISSING', (draft) => delete draft.models[MODEL]],
    ['a process of another name', 'PROCESS_MISSING', (_, matter) => (matter.process.key = 'other')],
  ])('with %s is refused', (_, code, change) => {
    expect(codes(change)).toContain(code)
  })

  it('whose model has a flow into nothing is refused with the line', () => {
    const draft = structuredClone(good)
    model('targetRef="End_Granted"', 'targetRef="End_Nowhere"')(draft)
    const [problem] = checkLoaded(draft)
    expect(problem?.place).toMatch(/^administrative-licence\.bpmn:\d+$/)
    expect(problem?.message).toContain('End_Nowhere')
  })

  it('that is none is named', async () => {
    expect(await checkPackage('/nowhere')).toMatchObject([{ place: 'manifest.json', code: 'FILE_UNREADABLE' }])
  })

  it('gives its templates to its own processes only', async () => {
    expect(await templateOf('acceptance-notice', { processDefinitionKey: 'food-business-licence' })).toContain('受理通知书')
    const find = templatesIn([good])
    expect(find('acceptance-notice', { processDefinitionKey: 'other' })).toBeNull()
    expect(find('constructor', { processDefinitionKey: 'food-business-licence' })).toBeNull()
  })
})
