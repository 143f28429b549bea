import { chineseDay, dayOf } from '../../clock/index.ts'
import type { Notice } from '../../notices/notices.ts'
import { askedLine } from '../asked-items.ts'
import { hearingOf } from '../hearing.ts'
import type { SupplementRecord } from '../views.ts'
import type { Draft } from './draft.ts'

/** Papers that tell, notify or decide are letters to the applicant; a receipt, a licence or a proof of delivery is none. */
const LETTER = /(告知书|通知书|决定书)$/

/**
 * What the applicant is told of a step: a letter was made for him, or his case waits for him; with the last day of what he may do.
 * Of an internal matter nothing: its applicants have an inbox.
 */
export function toldApplicant(draft: Draft): Notice | null {
  const { row, matter, documents } = draft
  if (matter.matter.openedBy !== undefined) return null
  const letters = documents.filter(({ name }) => LETTER.test(name)).map(({ name }) => `《${name}》`)
  const asked = supplementAsked(draft) ?? hearingOffered(draft)
  if (letters.length === 0 && asked === null) return null
  return {
    kind: 'progress',
    to: { userIds: [row.applicant_id] },
    title: `“${row.matter_name}”${letters.length > 0 ? `:已出具${letters.join('')}` : '等待您处理'}`,
    text: `办件编号${row.case_no}。${asked ?? ''}详情和文书请在“我的办件”中查看。`,
    link: `/my-cases/${row.id}`,
  }
}

/** The case begins to wait for what is missing, wrong or better otherwise. */
function supplementAsked({ row, before, matter }: Draft): string | null {
  const asked = row.supplement as SupplementRecord | null
  if (asked?.openedAt == null || asked.openedAt === (before.supplement as SupplementRecord | null)?.openedAt) return null
  const items = asked.missing.map((item) => askedLine(item, matter.matter.materials))
  const until = asked.dueAt === null ? '' : `在${chineseDay(dayOf(asked.dueAt - 1))}前`
  return `请${until}提交:${items.join(';')}。`
}

/** The days in which a hearing may be asked for begin. */
function hearingOffered({ row, before }: Draft): string | null {
  const told = hearingOf(row.hearing)?.told
  if (told?.dueAt == null || told.dueAt === hearingOf(before.hearing)?.told?.dueAt) return null
  return `要求听证的,请在${chineseDay(dayOf(told.dueAt - 1))}前提出,逾期视为放弃。`
}
