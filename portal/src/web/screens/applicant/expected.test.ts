import { describe, expect, it } from 'vitest'
import type { CaseDetail } from '../../api/cases.ts'
import { expectedOf } from './expected.ts'

const aCase = (more: object = {}): CaseDetail =>
  ({
    ...{ closedAt: null, allowed: [], joint: null, statement: null, debts: [], hearing: null, supplement: null, documents: [] },
    ...{ organName: '市场监督管理局', stepName: '书面审查', statusText: '已受理,办理中', ...more },
  }) as unknown as CaseDetail

const ASKED = { kind: 'supplement', missing: [{ text: '平面图' }, { text: '制度' }], notifiedAt: 0, dueDay: '2026-09-30' }

describe('what is expected of the applicant', () => {
  it('is nothing while the organ works on it', () => {
    expect(expectedOf(aCase())).toEqual({ mine: false, text: '现在不需要您办理,市场监督管理局正在进行书面审查' })
  })

  it('is what is missing, by its day, before anything else', () => {
    const debt = { canSettle: true, status: 'open', name: '健康证明', dueDay: '2026-10-09' }
    const found = expectedOf(aCase({ allowed: ['supplement', 'request-hearing'], supplement: ASKED, debts: [debt] }))
    expect(found).toMatchObject({ mine: true, button: { label: '去补正', target: 'supplement' } })
    expect(found.text).toMatch(/9月30日.*前补正 2 项材料/)
    expect(expectedOf(aCase({ debts: [debt] })).text).toContain('补交容缺材料“健康证明”')
    expect(expectedOf(aCase({ debts: [{ ...debt, status: 'overdue' }] })).text).toContain('逾期')
  })

  it('is a supplement of a matter of a joint case, a statement, or the right to a hearing', () => {
    const child = { name: '食品经营许可', asksApplicant: true, caseId: 'c2' }
    expect(expectedOf(aCase({ joint: { children: [child] } })).text).toBe('“食品经营许可”需要您补正材料')
    expect(expectedOf(aCase({ statement: { dueAt: null } })).button?.target).toBe('statement')
    expect(expectedOf(aCase({ allowed: ['request-hearing'], hearing: { askUntil: '2026-09-23' } })).text).toMatch(/要求听证.*9月23日/)
  })

  it('is to take the result once it is closed', () => {
    expect(expectedOf(aCase({ closedAt: 1, statusText: '准予许可', documents: [{ id: 'd' }] }))).toEqual({
      mine: false,
      text: '本件已办结:准予许可',
      button: { label: '查看文书和证照', target: 'papers' },
    })
  })
})
