import {
  attachments,
  organs,
  supervisionCards,
  type CardState,
  type Database,
  type SupervisionCardLineRow,
  type SupervisionCardRow,
} from '@lianban/storage'

/** A card in a list. Instants are UTC epoch milliseconds. */
export interface CardSummary {
  id: string
  cardNo: string
  colour: SupervisionCardRow['colour']
  firstColour: SupervisionCardRow['colour']
  state: CardState
  urged: boolean
  integrity: boolean
  source: SupervisionCardRow['source']
  title: string
  text: string
  rule: { id: string; version: number }
  caseId: string | null
  caseNo: string | null
  matterName: string | null
  organId: string | null
  organName: string | null
  issuedAt: number | null
  replyDueAt: number | null
  closedAt: number | null
  outcome: SupervisionCardRow['outcome']
}

export interface CardLine {
  at: number
  verb: string
  actorName: string | null
  text: string | null
  files: { id: string; name: string; size: number }[]
  reasonCode: string | null
}

/** What a person may do with a card now. */
export type CardVerb = 'verify' | 'sign' | 'reply' | 'appeal' | 'review' | 'liability' | 'withdraw'

export interface CardDetail extends CardSummary {
  basis: string
  score: number
  exemptions: string[]
  personName: string | null
  stepName: string | null
  /** Place in the log of the entry that gave rise to it. */
  entry: number | null
  appealUntil: number | null
  reasonCode: string | null
  liability: unknown
  lines: CardLine[]
  verbs: CardVerb[]
}

export function presentCard(row: SupervisionCardRow, organNames: ReadonlyMap<string, string>): CardSummary {
  return {
    id: row.id,
    cardNo: row.card_no,
    colour: row.colour,
    firstColour: row.first_colour,
    state: row.state,
    urged: row.urged,
    integrity: row.integrity,
    source: row.source,
    title: row.title,
    text: row.text,
    rule: { id: row.rule_id, version: row.rule_version },
    caseId: row.case_id,
    caseNo: row.case_no,
    matterName: row.matter_name,
    organId: row.organ_id,
    organName: row.organ_id === null ? null : (organNames.get(row.organ_id) ?? row.organ_id),
    issuedAt: row.issued_at,
    replyDueAt: row.reply_due_at,
    closedAt: row.closed_at,
    outcome: row.outcome,
  }
}

export const organNamesOf = async (database: Database, tenantId: string): Promise<ReadonlyMap<string, string>> =>
  new Map((await organs(database).list(tenantId)).map(({ id, name }) => [id, name]))

export async function cardLines(database: Database, tenantId: string, cardId: string): Promise<CardLine[]> {
  const lines = await supervisionCards(database).lines(tenantId, cardId)
  return Promise.all(lines.map((line) => presentLine(database, line)))
}

/** What a line keeps beside its words. */
export interface LineData {
  fileIds?: string[]
  reasonCode?: string
}

async function presentLine(database: Database, line: SupervisionCardLineRow): Promise<CardLine> {
  const data = (line.data ?? {}) as LineData
  const files = await Promise.all((data.fileIds ?? []).map((id) => attachments(database).get(line.tenant_id, id)))
  return {
    at: line.at,
    verb: line.verb,
    actorName: line.actor_name,
    text: line.text,
    files: files.flatMap((file) => (file ? [{ id: file.id, name: file.name, size: file.size }] : [])),
    reasonCode: data.reasonCode ?? null,
  }
}
