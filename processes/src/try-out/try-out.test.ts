import { aProcess } from '@lianban/engine/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../clock/index.ts'
import { readFolder } from '../packages/load-package.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { FOOD_FORM } from '../testing/food-case.ts'
import { createTryOut, type TryOut } from './session.ts'
import { readForTryOut, type PackageRead } from './setup.ts'

const MATERIALS = { identity: 1, 'floor-plan': 1, 'safety-system': 1, 'health-certificates': 1 }
const START = '2026-09-18T09:00:00+08:00'
const SITE_RECORD = {
  checkedOn: '2026-09-18',
  ...{ premises: '符合', layout: '符合', facilities: '符合', system: '符合', health: '符合', conclusion: '符合' },
}
const at = (post: string, number = 1): string => `scjg:${post}:${number}`

let files: PackageFiles
let read: PackageRead
beforeAll(async () => {
  files = await readFolder(`${PACKAGES_FOLDER}/c3-licensing`)
  read = readForTryOut(files)
})

const tryOut = (given: Partial<Parameters<typeof createTryOut>[0]> = {}): TryOut =>
  createTryOut(
    { files, matter: 'food-business-licence', now: Date.parse(START), organs: { scjg: '市场监督管理局' }, ...given },
    [],
    given.files ? undefined : read,
  )

const handedIn = (given?: Parameters<typeof tryOut>[0]): TryOut => {
  const session = tryOut(given)
  session.submit(FOOD_FORM, MATERIALS)
  return session
}

const examined = (session: TryOut): TryOut => {
  session.act('Task_Intake', at('window-clerk'), 'accept')
  const officers = { officerA: at('site-officer', 1), officerB: at('site-officer', 2) }
  session.act('Task_Review', at('handler'), 'submit', { form: { finding: '齐全', siteDate: '2026-09-18', ...officers } })
  session.act('Task_SiteCheckA', at('site-officer', 1), 'submit', { form: SITE_RECORD })
  session.act('Task_SiteCheckB', at('site-officer', 2), 'submit', { form: SITE_RECORD })
  session.act('Task_Audit', at('reviewer'), 'pass', { opinion: '同意' })
  return session
}

const codeOf = (deed: () => void): string => {
  try {
    deed()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'nothing'
}

describe('the food business licence, tried out', () => {
  it('goes from the application to the archive, with its papers filled in and numbered', () => {
    const session = examined(handedIn())
    session.act('Task_Decide', at('approver'), 'grant')
    session.act('Task_Deliver', at('delivery-clerk'), 'deliver', {
      form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-09-18' },
    })
    const { state } = session
    expect(session.view().statusText).toBe('准予许可')
    expect(state.path.at(-1)!.elementId).toBe('End_Granted')
    expect(state.documents.map(({ name }) => name)).toEqual([
      '申请材料收件凭证',
      '受理通知书',
      '准予行政许可决定书',
      '食品经营许可证',
      '送达回证',
    ])
    expect(state.documents[1]!.number).toBe('三市监许受〔2026〕1号')
    expect(state.documents[3]!.html).toContain('湖畔面馆')
    expect(session.variables().decision).toMatchObject({ result: 'grant', validUntil: '2031-09-17' })
    expect(state.unknown).toEqual([])
  })

  it('asks for a supplement once, waits for it, and counts the intake anew from its receipt', () => {
    const session = handedIn()
    const missing = [{ key: 'floor-plan', fault: 'defective', text: '未标明功能区' }]
    session.act('Task_Intake', at('window-clerk'), 'supplement', { fields: { missing } })
    expect(session.view().offers.supplement).not.toBeNull()
    session.advance({ workdays: 3 })
    session.supplement({ materials: { 'floor-plan': 1 } })
    expect(session.view().tasks.map(({ elementId }) => elementId)).toEqual(['Task_Intake'])
    expect(dayOf(session.state.file!.received_at)).toBe('2026-09-22')
    expect(session.view().tasks[0]!.actions.map(({ key }) => key)).not.toContain('supplement')
    expect(codeOf(() => session.act('Task_Intake', at('window-clerk'), 'supplement', { fields: { missing } }))).toBe('SUPPLEMENT_ONCE')
  })

  it('is refused with reasons, and the decision says what can be done against it', () => {
    const session = examined(handedIn())
    expect(codeOf(() => session.act('Task_Decide', at('approver'), 'refuse'))).toBe('OPINION_REQUIRED')
    session.act('Task_Decide', at('approver'), 'refuse', { opinion: '场所距离污染源过近' })
    const paper = session.state.documents.find(({ template }) => template === 'refusal-decision')!
    expect(paper.html).toContain('场所距离污染源过近')
    expect(session.view().status).toBe('refused')
  })

  it('is deemed accepted when five workdays pass in silence, counted from the receipt, the Sunday of 调休 among them', () => {
    const session = handedIn()
    session.advance('next-timer')
    const { file, now } = session.state
    expect(dayOf(now - 1)).toBe('2026-09-24')
    expect(file).toMatchObject({ status: 'accepted', deemed_accepted: true, accepted_at: Date.parse(START) })
    expect(session.state.lines.at(-1)!.action_text).toContain('视为受理')
    expect(session.view().tasks.map(({ elementId }) => elementId)).toEqual(['Task_Review'])
  })

  it('lets nobody do what the separation of duties keeps him from, and says why', () => {
    const people = [
      { id: 'li', name: '李四', posts: ['window-clerk', 'handler'].map((post) => ({ organ: 'scjg', post })) },
      { id: 'wang', name: '王五', posts: [{ organ: 'scjg', post: 'handler' }] },
    ]
    const session = handedIn({ people })
    session.act('Task_Intake', 'li', 'accept')
    const [review] = session.view().tasks
    expect(review!.takers.map(({ person, refusal }) => [person.id, refusal === null])).toEqual([
      ['li', false],
      ['wang', true],
    ])
    expect(codeOf(() => session.act('Task_Review', 'li', 'submit'))).toBe('NOT_YOURS')
  })

  it('stops the clock for a special procedure, and no limit passes meanwhile', () => {
    const session = handedIn()
    session.act('Task_Intake', at('window-clerk'), 'accept')
    const fields = { kind: 'expert-review', plannedEnd: '2026-10-30', reason: '需要专家评审' }
    session.act('Task_Review', at('handler'), 'special', { fields })
    session.act('Task_ApproveSpecial', at('approver'), 'approve', { opinion: '同意' })
    expect(session.state.documents.at(-1)!.template).toBe('special-procedure-notice')
    expect(session.state.file!.statutory_due_at).toBeNull()
    expect(
      session
        .view()
        .timers.filter(({ dueAt }) => dueAt === null)
        .map(({ elementId }) => elementId),
    ).toContain('Timer_Statutory')
    session.perform({ type: 'end-suspension', as: at('handler'), result: '评审通过' })
    expect(session.state.file!.statutory_due_at).not.toBeNull()
  })

  it('waits for what was deferred until the head of the organ lets it be', () => {
    const session = tryOut()
    const deferrable = session.setup.matter.matter.materials.find(({ deferral }) => deferral !== null)!.key
    session.submit(FOOD_FORM, { ...MATERIALS, [deferrable]: 0 }, { deferred: [deferrable] })
    session.act('Task_Intake', at('window-clerk'), 'accept-deferred')
    expect(session.view().offers.settle.map(({ key }) => key)).toEqual([deferrable])
    const waive = (as: string) => session.perform({ type: 'waive-debt', as, material: deferrable, reason: '已有同类材料' })
    expect(codeOf(() => waive(at('reviewer')))).toBe('NOT_YOURS')
    waive(at('organ-leader'))
    expect(session.view().offers.settle).toEqual([])
    expect(session.state.lines.at(-1)!.action_text).toContain('批准免交')
    expect(codeOf(() => waive(at('organ-leader')))).toBe('DEBT_NOT_OWED')
  })

  it('says on the diagram what went back, until it is come to again', () => {
    const session = examined(handedIn())
    session.perform({
      type: 'send-back',
      elementId: 'Task_Decide',
      as: at('approver'),
      to: 'Task_Audit',
      mode: 'forward',
      reason: '请复核',
    })
    expect(session.view().marks.returned).toContain('Task_Decide')
    expect(session.view().marks.returned).not.toContain('Task_Review')
    expect(session.view().marks.active).toContain('Task_Audit')
    expect(session.view().tasks[0]!.offered.sentBack).toMatchObject({ fromStep: '决定', reason: '请复核', mode: 'forward' })
    session.act('Task_Audit', at('reviewer'), 'pass', { opinion: '同意' })
    expect(session.view().marks.returned).toEqual([])
  })

  it('shows a signature by hand on the paper that has a place for it, and takes none where no step is signed', () => {
    const session = handedIn()
    const picture = 'data:image/png;base64,iVBORw0KGgo='
    expect(codeOf(() => session.act('Task_Intake', at('window-clerk'), 'accept', { signature: picture }))).toBe('SIGNATURE_INVALID')
    examined(session)
    session.act('Task_Decide', at('approver'), 'grant', { signature: true })
    const form = { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-09-18' }
    session.act('Task_Deliver', at('delivery-clerk'), 'deliver', { form, signature: picture })
    const proof = session.state.documents.at(-1)!
    expect(proof.name).toBe('送达回证')
    expect(proof.html).toContain('base64,iVBORw0KGgo')
    expect(session.steps().at(-1)).toMatchObject({ words: expect.stringContaining('送达') as string, documents: [proof] })
  })

  it('takes commands back one by one, and can be begun again', () => {
    const session = handedIn()
    const before = session.state
    session.act('Task_Intake', at('window-clerk'), 'accept')
    session.undo()
    expect(session.state).toEqual(before)
    session.restart()
    expect(session.view().statusText).toBe('尚未提交')
    expect(codeOf(() => session.undo())).toBe('NOTHING_TO_UNDO')
  })

  it('refuses a form that the counter would refuse, with every place', () => {
    const session = tryOut()
    const submit = () => session.submit({ ...FOOD_FORM, creditCode: '91350100M000100Y44' }, MATERIALS)
    expect(submit).toThrow(
      expect.objectContaining({ code: 'FORM_INVALID', details: { problems: [expect.objectContaining({ path: 'creditCode' })] } }),
    )
    expect(codeOf(() => session.submit(FOOD_FORM, {}))).toBe('FORM_INVALID')
    expect(session.state.file).toBeNull()
  })

  it('says where a document has a hole, as the case would stand still there', () => {
    const path = 'documents/acceptance-notice.html'
    const session = handedIn({ files: { ...files, [path]: `${files[path]}{{application.nothing}}` } })
    session.act('Task_Intake', at('window-clerk'), 'accept')
    expect(session.view().incidents).toEqual([
      expect.objectContaining({ elementId: 'Task_DocAcceptance', message: expect.stringContaining('application.nothing') as string }),
    ])
  })

  it('says that it does not know what another system hands back, and goes on with what it is told', () => {
    const session = handedIn({ files: { ...files, [MODEL]: files[MODEL]!.replace(TOPIC, `${TOPIC.slice(0, -1)}-elsewhere"`) } })
    session.act('Task_Intake', at('window-clerk'), 'accept')
    expect(session.view().offers.externals).toEqual([{ elementId: 'Task_DocAcceptance', name: '出具受理通知书' }])
    expect(session.state.unknown.at(-1)).toMatchObject({
      elementId: 'Task_DocAcceptance',
      text: expect.stringContaining('不知道') as string,
    })
    session.perform({ type: 'external', elementId: 'Task_DocAcceptance', variables: { told: true } })
    expect(session.variables().told).toBe(true)
    expect(session.view().tasks.map(({ elementId }) => elementId)).toEqual(['Task_Review'])
  })

  it('runs a called process of the package, and says of another one that it does not know it', () => {
    const granted = (given: PackageFiles) => {
      const session = examined(handedIn({ files: given }))
      session.act('Task_Decide', at('approver'), 'grant')
      return session
    }
    const calling = { ...files, [MODEL]: called(files[MODEL]!) }
    const without = granted(calling)
    expect(without.view().incidents.map(({ elementId }) => elementId)).toEqual(['Task_Publish'])
    expect(without.state.unknown.at(-1)!.text).toContain('不在本流程包内')
    const within = granted({ ...calling, 'publish.bpmn': CALLED })
    expect(within.state.path.map(({ elementId }) => elementId)).toContain('Publish_End')
    expect(within.view().tasks.map(({ elementId }) => elementId)).toEqual(['Task_Deliver'])
  })
})

const MODEL = 'administrative-licence.bpmn'
const TOPIC = 'id="Task_DocAcceptance" name="出具受理通知书" camunda:type="external" camunda:topic="render-document"'

/** The decision is published by a process of its own. */
const called = (model: string): string =>
  model.replace(
    /<bpmn:serviceTask id="Task_Publish"[^>]*>([\s\S]*?)<\/bpmn:serviceTask>/,
    '<bpmn:callActivity id="Task_Publish" name="公示决定" calledElement="publish">$1</bpmn:callActivity>',
  )
const CALLED = aProcess('publish').startEvent('Publish_Start').endEvent('Publish_End').toXml()
