import type { Tx } from '../database.ts'
import { readRows } from '../read-rows.ts'
import type { CasePartyRole } from './cases.ts'
import { separationWaivers, type SeparationWaiverRow } from './separation-waivers.ts'

/** What rights and separation of duties are judged from, beside a case's own row. */
export interface CaseFacts {
  /** Who did which step: element id → user ids, the first first. */
  participants: Record<string, string[]>
  /** Organs by their role. */
  parties: Partial<Record<CasePartyRole, string[]>>
  /** Used up ones too, oldest first. */
  waivers: SeparationWaiverRow[]
  /** Of the persons asked for, those to whom the case was brought: by a circulation 传阅 that holds, or an open question 沟通. */
  readers: string[]
  /** Whether somebody was ever asked to sign beside a step 加签, and whether a step was ever sent back and not handed in again 退回. */
  hasSigns: boolean
  hasReturns: boolean
}

interface Fact {
  kind: 'participant' | 'party' | 'waiver' | 'reader' | 'sign' | 'return'
  case_id: string
  name: string
  value: string
  at: number | string
}

export const caseFacts = (db: Tx) => ({
  /** Of each of these cases, in one query: every verb asks for all of it. @param userIds whose right to read will be asked */
  ofCases: async (tenantId: string, caseIds: readonly string[], userIds: readonly string[]): Promise<Map<string, CaseFacts>> => {
    const facts = new Map(caseIds.map((id): [string, CaseFacts] => [id, noFacts()]))
    if (caseIds.length === 0) return facts
    const rows = await readAll(db, tenantId, caseIds, userIds)
    for (const { kind, case_id, name, value } of rows.sort(inOrder)) {
      const found = facts.get(case_id)!
      const { participants, parties, readers } = found
      if (kind === 'participant') (participants[name] ??= []).push(value)
      else if (kind === 'party') (parties[name as CasePartyRole] ??= []).push(value)
      else if (kind === 'reader' && !readers.includes(value)) readers.push(value)
      else if (kind === 'sign') found.hasSigns = true
      else if (kind === 'return') found.hasReturns = true
    }
    // Hardly a case has one: then they are read as a whole.
    const waived = [...new Set(rows.filter(({ kind }) => kind === 'waiver').map(({ case_id }) => case_id))]
    if (waived.length > 0)
      for (const waiver of await separationWaivers(db).ofCases(tenantId, waived)) facts.get(waiver.case_id)!.waivers.push(waiver)
    return facts
  },
})

const noFacts = (): CaseFacts => ({ participants: {}, parties: {}, waivers: [], readers: [], hasSigns: false, hasReturns: false })

/** `{cases}` and `{persons}` are places for the values of two lists. */
const FACTS = `
  select 'participant' as kind, case_id, element_id as name, user_id as value, at
    from case_participant where tenant_id = ? and case_id in ({cases})
  union all select 'party', case_id, role, organ_id, at from case_party where tenant_id = ? and case_id in ({cases})
  union all select 'waiver', case_id, id, id, granted_at from separation_waiver where tenant_id = ? and case_id in ({cases})
  union all select 'sign', case_id, id, id, requested_at from task_sign where tenant_id = ? and case_id in ({cases})
  union all select 'return', case_id, id, id, sent_at from case_return where tenant_id = ? and case_id in ({cases}) and settled_at is null
  union all select 'reader', case_id, user_id, user_id, at
    from case_reader where tenant_id = ? and case_id in ({cases}) and canceled_at is null and user_id in ({persons})
  union all select 'reader', case_id, asked_id, asked_id, changed_at
    from case_question where tenant_id = ? and case_id in ({cases}) and state = 'open' and asked_id in ({persons})`

function readAll(db: Tx, tenantId: string, caseIds: readonly string[], userIds: readonly string[]): Promise<Fact[]> {
  const places = (values: readonly string[]) => values.map(() => '?').join(',') || 'null'
  const sql = FACTS.replaceAll('{cases}', places(caseIds)).replaceAll('{persons}', places(userIds))
  const ofCases = [tenantId, ...caseIds]
  const ofPersons = [...ofCases, ...userIds]
  return readRows<Fact>(db, sql, [...ofCases, ...ofCases, ...ofCases, ...ofCases, ...ofCases, ...ofPersons, ...ofPersons])
}

const inOrder = (a: Fact, b: Fact): number => Number(a.at) - Number(b.at) || compare(a.name, b.name) || compare(a.value, b.value)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
