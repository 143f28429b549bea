import type { JsonValue } from '@lianban/engine'
import { fieldAt } from '@lianban/forms'
import type { LicenceRow } from '@lianban/storage'
import type { ActAfterGrant } from '../../manifest.ts'
import { formOf } from '../../matters/matter-definition.ts'
import type { Deed } from '../effects/outcomes/deed.ts'
import { basisText } from '../effects/papers.ts'
import type { DecisionRecord } from '../views.ts'

/** What an act changed of a licence, for its history. */
export interface Change {
  [key: string]: JsonValue
  lines: { label: string; before: string; after: string }[]
  from: string
  until: string | null
}

type Acting = Pick<Deed, 'row' | 'matter'>

interface Paper {
  act: ActAfterGrant
  decision: DecisionRecord
  /** As it is after the act. */
  licence: LicenceRow
  change: Change
  /** 陈述申辩 and what was made of it. */
  statement: string | null
}

/** Days in which the paper of a cancelled licence is to be given back. */
const RETURN_DAYS = 10
const NO_STATEMENT = '未在规定期限内提出陈述、申辩意见。'

/** The variables that the decision on an act prints; see documents/variables.json of c3-licensing. */
export function actPaper(deed: Acting, paper: Paper): Record<string, JsonValue> {
  const { licence, decision } = paper
  const about = {
    number: decision.number,
    licenceName: licence.name,
    licenceNo: licence.licence_no,
    basis: basisText(deed.matter.matter),
    decidedOn: decision.decidedOn,
  }
  const papers: Partial<Record<ActAfterGrant, () => Record<string, JsonValue>>> = {
    alter: () => ({ alteration: { ...about, ...alteration(deed, paper) } }),
    renew: () => ({ renewal: { ...about, ...renewal(paper) } }),
    reissue: () => ({ reissue: { ...about, ...reissue(deed, paper) } }),
    withdraw: () => ({ withdrawal: { ...about, ...withdrawal(deed, paper) } }),
    revoke: () => ({ revocation: { ...about, ...revocation(deed, paper) } }),
    cancel: () => ({ cancellation: { ...about, ...cancellation(deed) } }),
  }
  // On these papers the matter is the one that granted the licence, not the one that takes it.
  return { ...papers[paper.act]?.(), matterName: licence.matter_name }
}

const alteration = ({ row, matter }: Acting, { change, decision }: Paper) => ({
  cause: textIn(row.form, 'cause') ?? '你（单位）申请变更许可证载明的事项',
  article: matter.matter.licenceAct?.by === 'organ' ? '第八条第二款' : '第四十九条',
  changes: change.lines,
  effectiveOn: decision.decidedOn,
})

const renewal = ({ change, licence }: Paper) => ({ validFrom: change.from, validUntil: change.until ?? licence.valid_until })

const reissue = ({ row }: Acting, { licence }: Paper) => ({
  reasons: textIn(row.form, 'cause'),
  validUntil: licence.valid_until,
})

const withdrawal = ({ row }: Acting, { decision }: Paper) => ({
  reasons: textIn(row.form, 'facts') ?? '',
  compensation: textIn(row.form, 'compensation'),
  effectiveOn: decision.decidedOn,
})

const revocation = ({ row }: Acting, { statement }: Paper) => ({
  reasons: textIn(row.form, 'facts') ?? '',
  statement: statement ?? NO_STATEMENT,
  paragraph: textIn(row.form, 'ground') ?? '',
  consequence: textIn(row.form, 'consequence'),
})

const cancellation = (deed: Acting) => ({
  ground: labelIn(deed, 'ground'),
  item: textIn(deed.row.form, 'ground') ?? '',
  reasons: textIn(deed.row.form, 'facts') ?? '',
  returnDays: RETURN_DAYS,
})

function textIn(form: Record<string, unknown>, name: string): string | null {
  const value = form[name]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** The words of a choice whose value is the place in the law. */
function labelIn({ row, matter }: Acting, name: string): string {
  const value = textIn(row.form, name) ?? ''
  const choices = fieldAt(formOf(matter, matter.matter.applicationForm), name)?.schema.enum ?? []
  const choice = choices.find((one) => typeof one === 'object' && one !== null && 'value' in one && one.value === value)
  return choice && typeof choice === 'object' && 'label' in choice ? String(choice.label) : value
}
