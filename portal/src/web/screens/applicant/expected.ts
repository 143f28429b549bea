import type { CaseDetail } from '../../api/cases.ts'
import { dateText, dayOf, dayText } from '../../time.ts'

/** What is expected of the applicant now: one sentence, and the place on the page where it is done. */
export interface Expected {
  text: string
  /** Nothing but to wait. */
  mine: boolean
  button?: { label: string; target: string }
}

/** The most urgent of it; what else there is stands below on the page. */
export function expectedOf(item: CaseDetail): Expected {
  if (item.closedAt) return closed(item)
  if (item.allowed.includes('supplement')) return supplement(item)
  const child = item.joint?.children.find(({ asksApplicant, caseId }) => asksApplicant && caseId !== null)
  if (child) return { mine: true, text: `“${child.name}”需要您补正材料`, button: { label: '去补正', target: 'supplement' } }
  if (item.statement) {
    const until = item.statement.dueAt === null ? '' : `,请在 ${dateText(dayOf(item.statement.dueAt - 1))}前提出`
    return { mine: true, text: `对拟作出的决定,您可以陈述申辩${until}`, button: { label: '陈述申辩', target: 'statement' } }
  }
  const debt = item.debts.find(({ canSettle }) => canSettle)
  if (debt) {
    const text =
      debt.status === 'overdue' ? `容缺材料“${debt.name}”已经逾期,请尽快补交` : `请在 ${dayText(debt.dueDay)}前补交容缺材料“${debt.name}”`
    return { mine: true, text, button: { label: '去补交', target: 'debts' } }
  }
  if (item.allowed.includes('request-hearing')) {
    const until = item.hearing?.askUntil ? `,请在 ${dayText(item.hearing.askUntil)}前提出` : ''
    return { mine: true, text: `您有权要求听证${until};不要求的,不需要办理`, button: { label: '要求听证', target: 'hearing' } }
  }
  return { mine: false, text: `现在不需要您办理,${item.organName}正在进行${item.stepName ?? item.statusText}` }
}

function supplement({ supplement: asked }: CaseDetail): Expected {
  const until = asked?.dueDay ? `请在 ${dayText(asked.dueDay)} 24:00 前` : '请'
  const count = asked?.missing.length ?? 0
  return asked && asked.kind !== 'supplement'
    ? { mine: true, text: `${until}按意见修改 ${count} 处后重新提交`, button: { label: '去修改', target: 'supplement' } }
    : { mine: true, text: `${until}补正 ${count} 项材料`, button: { label: '去补正', target: 'supplement' } }
}

function closed({ statusText, documents }: CaseDetail): Expected {
  return documents.length > 0
    ? { mine: false, text: `本件已办结:${statusText}`, button: { label: '查看文书和证照', target: 'papers' } }
    : { mine: false, text: `本件已办结:${statusText}` }
}
