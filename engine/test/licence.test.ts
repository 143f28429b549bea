import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../src/testing/index.ts'

/** The shape of a county licence: intake with supplement, examination under two clocks, site check by two, decision, documents. */
const licence = () => {
  const group = (post: string) => ({ 'camunda:candidateGroups': `\${organ}:${post}` })
  const model = aProcess('licence')
    .startEvent('Start')
    .exclusiveGateway('Merge_Intake')
    .userTask('Task_Intake', group('window-clerk'))
    .exclusiveGateway('GW_Intake')
    .condition("=intakeResult = 'accept'".replaceAll("'", '"'))
    .serviceTask('Doc_Acceptance', 'render-document', { properties: { template: 'acceptance-notice' } })
    .subProcess('Sub_Examine', (examine) =>
      examine
        .startEvent('Examine_Start')
        .userTask('Task_Review', group('handler'))
        .subProcess('Sub_SiteCheck', (check) =>
          check
            .startEvent('Check_Start')
            .parallelGateway('Check_Fork')
            .userTask('Task_SiteCheckA', { 'camunda:assignee': '${officerA}' })
            .parallelGateway('Check_Join')
            .endEvent('Check_End')
            .moveTo('Check_Fork')
            .userTask('Task_SiteCheckB', { 'camunda:assignee': '${officerB}' })
            .connectTo('Check_Join'),
        )
        .userTask('Task_Audit', group('reviewer'))
        .exclusiveGateway('GW_Audit')
        .condition('${auditResult == "return"}')
        .connectTo('Task_Review')
        .moveTo('GW_Audit')
        .defaultFlow()
        .userTask('Task_Decide', group('approver'))
        .endEvent('Examine_End'),
    )
    .serviceTask('Doc_Decision', 'render-document')
    .userTask('Task_Deliver', group('delivery-clerk'))
    .endEvent('End_Granted')
  model.moveTo('GW_Intake').condition('=intakeResult = "supplement"')
  model.subProcess('Sub_Supplement', (supplement) =>
    supplement.startEvent('Supplement_Start').messageCatch('Catch_Supplement', 'supplement-submitted').endEvent('Supplement_End'),
  )
  model.connectTo('Merge_Intake').boundaryTimer('Sub_Supplement', 'Timer_Supplement', { duration: '=days(30)' }).endEvent('End_Lapsed')
  model.moveTo('GW_Intake').defaultFlow().endEvent('End_NotAccepted')
  model.boundaryTimer('Task_Intake', 'Timer_Intake', { duration: '=workdays(5)' }).connectTo('Sub_Examine')
  model
    .boundaryTimer('Sub_Examine', 'Timer_Promised', { duration: '=workdays(promisedDays)' }, { interrupting: false })
    .endEvent('End_Promised')
  return model
}

const DAY = 86_400_000
const open = (options = {}) =>
  scenario(licence(), {
    functions: (now: number) => ({
      days: (count: number) => new Date(now + count * DAY).toISOString(),
      workdays: (count: number) => now + Math.ceil((count * 7) / 5) * DAY,
    }),
    ...options,
  }).start({ organ: 'scjg', promisedDays: 10 }, { businessKey: 'case-1' })

describe('a licence procedure', () => {
  it('runs to the end', () => {
    const s = open().complete('Task_Intake', { intakeResult: 'accept' }).completeExternal('Doc_Acceptance')
    expect([...s.tables.userTasks.values()][0]!.task.candidateGroups).toEqual(['scjg:handler'])
    s.complete('Task_Review', { officerA: 'li', officerB: 'wang' })
    expect([...s.tables.userTasks.values()].map((row) => row.task.assignee)).toEqual(['li', 'wang'])
    s.complete('Task_SiteCheckB').complete('Task_SiteCheckA').complete('Task_Audit', { auditResult: 'return' })
    s.complete('Task_Review').complete('Task_SiteCheckA').complete('Task_SiteCheckB').complete('Task_Audit', { auditResult: 'pass' })
    s.complete('Task_Decide').completeExternal('Doc_Decision').complete('Task_Deliver').expectEnded()
    expect(s.completed().at(-1)).toBe('End_Granted')
  })

  it('asks for supplements, and ends if none come', () => {
    open()
      .complete('Task_Intake', { intakeResult: 'supplement' })
      .advance('P29D')
      .correlate('supplement-submitted')
      .expectWaiting('Task_Intake')
    const lapsed = open().complete('Task_Intake', { intakeResult: 'supplement' }).advance('P30D').expectEnded()
    expect(lapsed.completed().at(-1)).toBe('End_Lapsed')
  })

  it('is deemed accepted if the window is silent, and tells of the promised time once without stopping', () => {
    const s = open().advance('P7D').expectWaiting('Sub_Examine', 'Task_Review').advance('P60D').expectWaiting('Sub_Examine', 'Task_Review')
    expect(s.completed().filter((id) => id === 'End_Promised')).toHaveLength(1)
  })

  it('stops with an incident where a variable is missing, and goes on when it is there', () => {
    const s = open().complete('Task_Intake')
    expect(s.incidentAt('GW_Intake').message).toContain('unknown variable intakeResult')
    s.setVariables({ intakeResult: 'not-accepted' }).retry('GW_Intake').expectEnded()
  })
})
