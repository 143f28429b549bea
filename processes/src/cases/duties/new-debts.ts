import type { CaseDebtRow, CaseRow } from '@lianban/storage'
import { chineseDay, type Calendar } from '../../clock/index.ts'
import type { MaterialManifest } from '../../manifest.ts'
import { dueDayOf } from '../effects/outcomes/intake.ts'
import { debtsOwed } from '../errors.ts'
import { namesOf } from '../materials-needed.ts'
import { dutyDueAt } from './due.ts'

/* What is owed 容缺补交, worked out from the matter: pure. */

/** Where the organ said nothing in time of a material that may not follow later, it follows all the same. */
const BY_SILENCE = { within: { n: 5, unit: 'workday' as const }, basis: '行政许可法第三十二条:逾期不告知的,自收到申请材料之日起即为受理' }

/** Until when a material that is missing may follow, and by what law. */
export const termsOf = ({ deferral }: MaterialManifest) => deferral ?? BY_SILENCE

interface Owing {
  row: Pick<CaseRow, 'tenant_id' | 'id' | 'organ_id'>
  materials: readonly MaterialManifest[]
  paperNo: string | null
  at: number
  calendar: Calendar
  newId: () => string
}

export const newDebts = ({ row, materials, paperNo, at, calendar, newId }: Owing): CaseDebtRow[] =>
  materials.map((material) => ({
    tenant_id: row.tenant_id,
    id: newId(),
    case_id: row.id,
    organ_id: row.organ_id,
    material_key: material.key,
    material_name: material.name,
    paper_no: paperNo,
    opened_at: at,
    due_at: dutyDueAt(termsOf(material).within, at, calendar),
    status: 'open',
    overdue_at: null,
    closed_at: null,
    closed_by: null,
    closed_name: null,
    reason: null,
  }))

export const isOwed = ({ status }: Pick<CaseDebtRow, 'status'>): boolean => status === 'open' || status === 'overdue'

/** A licence is not granted while something is owed or missing. @throws CaseError DEBTS_OWED */
export function refuseOwed(debts: readonly CaseDebtRow[], missing: readonly MaterialManifest[]): void {
  const owed = debts.filter(isOwed)
  if (owed.length > 0) {
    const names = owed.map(({ material_name, due_at }) => `“${material_name}”(应于${chineseDay(dueDayOf(due_at))}前补交)`)
    throw debtsOwed(`容缺的材料还没有补齐:${names.join('、')}`)
  }
  const settled = new Set(debts.map(({ material_key }) => material_key))
  const still = missing.filter(({ key }) => !settled.has(key))
  if (still.length > 0) throw debtsOwed(`还缺少必要的材料:${namesOf(still)}`)
}

/** A material that is owed need not come any more 免交: the line that says so. */
export const waivedSaid = ({ material_name }: Pick<CaseDebtRow, 'material_name'>, reason: string) => ({
  ...{ type: 'debt-waived', step_name: '容缺补交', action: 'waive-debt' },
  ...{ action_text: `批准免交${material_name}`, opinion: reason },
})
