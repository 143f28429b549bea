import { beforeAll, describe, expect, it } from 'vitest'
import { checkLoaded, checkPackage } from './check-package.ts'
import { loadPackage, loadPackages, type ProcessPackage } from './load-package.ts'
import { PACKAGES_FOLDER, templateOf, templatesIn } from './templates.ts'

const FOLDER = `${PACKAGES_FOLDER}/c3-licensing`
const MODEL = 'food-business-licence.bpmn'

type Matter = ProcessPackage['manifest']['matters'][number]

describe('a process package', () => {
  let good: ProcessPackage
  beforeAll(async () => {
    good = await loadPackage(FOLDER)
  })

  const codes = (change: (draft: ProcessPackage, matter: Matter) => void): string[] => {
    const draft = structuredClone(good)
    change(draft, draft.manifest.matters[0]!)
    return [...new Set(checkLoaded(draft).map(({ code }) => code))]
  }
  const model = (from: string, to: string) => (draft: ProcessPackage) => {
    expect(draft.models[MODEL]).toContain(from)
    draft.models[MODEL] = draft.models[MODEL]!.replace(from, to)
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
      (_, matter) => Object.assign(matter.steps[1]!.limit, { days: 2 }),
    ],
    [
      'a timer of another length than the manifest says',
      'TIMER_DIFFERS',
      (_, matter) => Object.assign(matter.limits.supplement, { days: 15 }),
    ],
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
    ['an extension in another unit', 'EXTENSION_UNIT', (_, matter) => Object.assign(matter.limits.extension!, { unit: 'day' })],
    [
      'a timer that does not ask the clock of a case that can be stopped',
      'TIMER_DIFFERS',
      model('workdays(promisedDays, clockFrom, clock)', 'workdays(promisedDays, clockFrom)'),
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
    ['a message nothing waits for', 'MESSAGE_MISSING', (_, matter) => (matter.messages.supplement = 'other')],
    ['no recorded coverage', 'COVERAGE_MISSING', (draft) => (draft.coverage = null)],
    ['coverage of another model', 'COVERAGE_OUTDATED', model('收到申请', '收到新申请')],
    ['a scenario that is gone', 'SCENARIO_GONE', (draft) => delete draft.scenarios['late.test.ts']],
    ['a flow no scenario walks', 'FLOW_NOT_COVERED', (draft) => ((draft.coverage as { scenarios: object }).scenarios = {})],
    ['no model', 'MODEL_MISSING', (draft) => delete draft.models[MODEL]],
    ['a process of another name', 'PROCESS_MISSING', (_, matter) => (matter.process.key = 'other')],
  ])('with %s is refused', (_, code, change) => {
    expect(codes(change)).toContain(code)
  })

  it('whose model has a flow into nothing is refused with the line', () => {
    const draft = structuredClone(good)
    model('targetRef="End_Granted"', 'targetRef="End_Nowhere"')(draft)
    const [problem] = checkLoaded(draft)
    expect(problem?.place).toMatch(/^food-business-licence\.bpmn:\d+$/)
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
