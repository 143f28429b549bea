import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, FOOD_FORM, FOOD_MATTER, foodCase, openOffice, type Office } from '../../testing/index.ts'
import type { PeopleItem } from './people.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')

/** The list as lines, indented by branches: what a test can be read by. */
function lines(items: readonly PeopleItem[], depth = 0): string[] {
  const pad = '  '.repeat(depth)
  return items.flatMap((item): string[] => {
    if (item.kind === 'step')
      return item.what === 'task' ? [`${pad}${item.name} ${item.state} ${item.people.map(({ name }) => name).join('、')}`] : []
    if (item.kind === 'again') return [`${pad}${item.back ? '回到' : '接'} ${item.name}`]
    if (item.kind === 'end') return [`${pad}止 ${item.name}${item.stops ? ` ${item.stops}` : ''}`]
    return item.branches.flatMap((branch) => [
      `${pad}${item.kind === 'choice' ? '待定' : '并行'} ${branch.condition?.text ?? ''}`,
      ...lines(branch.items, depth + 1),
    ])
  })
}

/** Everything in it, branches too. */
const all = (items: readonly PeopleItem[]): PeopleItem[] =>
  items.flatMap((item) => [item, ...('branches' in item ? item.branches.flatMap((branch) => all(branch.items)) : [])])

const day = (at: number | null) => (at === null ? null : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16))

describe('path preview 流程预览', () => {
  let office: Office
  const person = (userId: string) => new Actor(office, userId)
  const caller = (userId: string) => person(userId).caller()
  beforeEach(async () => {
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW })
  })
  afterEach(() => office.close())

  it('before handing in: every step with people and dates, and what is decided on the way said to be undecided', async () => {
    const { ahead } = await office.cases.previewApplication(await caller('shenqing'), FOOD_MATTER, { form: {} })
    expect(lines(ahead)).toEqual([
      '受理审查 certain 王小燕',
      '待定 在“受理审查”环节选择“受理”',
      '  待定 告知承诺',
      '    当场决定 possible 郑国华',
      '    待定 在“决定”环节选择“准予”,或在“当场决定”环节选择“准予”',
      '    待定 在“当场决定”环节选择“转一般程序”',
      '      审查 possible 赵志强',
      '      待定 在“审查”环节选择“特别程序”',
      '        特别程序审批 possible 郑国华',
      '        待定 在“特别程序审批”环节选择“同意”',
      '          回到 审查',
      '        待定 在“特别程序审批”环节选择“不同意”',
      '          回到 审查',
      '      待定 在“审查”环节选择“告知听证权利”',
      '        组织听证 possible 郑国华',
      '        待定 其他情形',
      '          举行听证 possible ',
      '          回到 审查',
      '        待定 在“组织听证”环节选择“不举行听证”',
      '          回到 审查',
      '      待定 在“审查”环节选择“依职权听证”',
      '        接 组织听证',
      '      待定 其他情形',
      '      并行 ',
      '        现场核查 possible 周明、孙建国',
      '      并行 ',
      '        现场核查 possible 周明、孙建国',
      '      审核 possible 吴晓峰',
      '      待定 在“审核”环节选择“通过”',
      '      待定 在“审核”环节选择“退回审查”',
      '        回到 审查',
      '      决定 possible 郑国华',
      '      待定 在“决定”环节选择“准予”或“不予许可”或“转报”,或在“当场决定”环节选择“准予”',
      '      待定 在“决定”环节选择“退回审核”',
      '        回到 审核',
      '  待定 其他情形',
      '    接 审查',
      '  待定 在“决定”环节选择“准予”,或在“当场决定”环节选择“准予”',
      '    送达 possible 冯丽',
      '    待定 在“决定”环节选择“准予”,或在“当场决定”环节选择“准予”',
      '      止 准予许可办结',
      '    待定 在“决定”环节选择“不予许可”',
      '      止 不予许可办结',
      '  待定 在“决定”环节选择“不予许可”',
      '    接 公示决定',
      '  待定 在“决定”环节选择“转报”',
      '    止 转报办结',
      '待定 在“受理审查”环节选择“不予受理”',
      '  止 不予受理',
      '待定 在“受理审查”环节选择“不需要许可”',
      '  止 不需要许可',
      '待定 在“受理审查”环节选择“补正”',
      '  回到 受理审查',
      '待定 在“受理审查”环节选择“当场更正”',
      '  回到 受理审查',
      '待定 在“受理审查”环节选择“容缺受理”',
      '  接 出具受理通知书',
      '待定 在“受理审查”环节选择“告知承诺受理”',
      '  接 出具受理通知书',
    ])
    // The receipt is made beside it and keeps nobody waiting.
    const [receipt, intake] = ahead
    expect(receipt).toMatchObject({ name: '出具收件凭证' })
    // five workdays from Friday 18 September, with 25 September a holiday and 20 September a make-up workday
    expect(day((intake as { dueAt: number }).dueAt)).toBe('2026-09-24T17:30')
    const choice = ahead[2] as Extract<PeopleItem, { kind: 'choice' }>
    expect(choice.branches[0]!.condition).toEqual({
      text: '在“受理审查”环节选择“受理”',
      decidedBy: ['“受理审查”环节的办理结果'],
      byAction: true,
    })
    const within = all(choice.branches[0]!.items)
    const review = within.find((item) => item.kind === 'step' && item.name === '审查')
    expect(review).toMatchObject({ note: null, count: 1 })
    const site = within.find((item) => item.kind === 'step' && item.name === '现场核查')
    expect(site).toMatchObject({ note: '由“审查”环节从中指定', count: 2 })
  })

  it('in the middle of a case: what was done, who has it now, who was named, who acts for whom', async () => {
    const caseId = await foodCase(office, person, 'Task_SiteCheckA')
    const { delegations } = office.tenants
    const asked = {
      delegateId: 'chujian',
      matters: null,
      actions: null,
      amountLimitFen: null,
      startsAt: NOW,
      endsAt: NOW + 86_400_000,
      reason: '外出',
    }
    await delegations.accept(await caller('chujian'), await delegations.propose(await caller('shenhe'), asked))
    const { done, ahead } = await office.cases.previewCase(await caller('chengban'), caseId)
    expect(done.map(({ stepName, action, people }) => `${stepName} ${action} ${people}`)).toEqual([
      '受理审查 受理 王小燕',
      '审查 提交 赵志强',
    ])
    expect(lines(ahead).slice(0, 6)).toEqual([
      '并行 ',
      '  现场核查 running 孙建国',
      '并行 ',
      '  现场核查 running 周明',
      '审核 certain 吴晓峰',
      '待定 在“审核”环节选择“通过”',
    ])
    expect(ahead.find((item) => item.kind === 'step' && item.name === '审核')).toMatchObject({
      people: [{ name: '吴晓峰', agents: ['冯丽'] }],
    })
    expect((await office.cases.previewCase(await caller('shenqing'), caseId)).ahead).toHaveLength(ahead.length)
    await expect(office.cases.previewCase(await caller('chengguan'), caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('before confirming an action: with that action taken, and nothing done', async () => {
    const caseId = await foodCase(office, person, 'Task_Audit')
    const taskId = await person('shenhe').claims('Task_Audit')
    const events = () => office.database('engine_event').count({ n: '*' }).first()
    const before = await events()
    const path = async (action: string) => lines((await office.cases.previewAction(await caller('shenhe'), taskId, { action })).ahead)
    expect((await path('pass')).slice(0, 2)).toEqual(['审核 running 吴晓峰', '决定 certain 郑国华'])
    expect((await path('return')).slice(0, 2)).toEqual(['审核 running 吴晓峰', '审查 certain 赵志强'])
    await expect(path('grant')).rejects.toMatchObject({ code: 'ACTION_INVALID' })
    expect(await events()).toEqual(before)
    expect((await person('shenhe').sees(caseId)).stepName).toBe('审核')
  })

  it('a person named for a step is shown before the step is there', async () => {
    await foodCase(office, person, 'Task_Review', FOOD_FORM)
    const taskId = await person('chengban').claims('Task_Review')
    const form = { officerA: 'takan2', officerB: 'takan1' }
    const { ahead } = await office.cases.previewAction(await caller('chengban'), taskId, { action: 'submit', form })
    expect(lines(ahead).slice(0, 5)).toEqual([
      '审查 running 赵志强',
      '并行 ',
      '  现场核查 possible 周明',
      '并行 ',
      '  现场核查 possible 孙建国',
    ])
  })
})
