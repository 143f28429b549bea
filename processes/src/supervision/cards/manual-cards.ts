import {
  inTransaction,
  newId,
  organs,
  supervisedCases,
  supervisionCards,
  type CardColour,
  type SupervisedCaseRow,
  type SupervisionCardRow,
} from '@lianban/storage'
import type { Caller } from '../../cases/ports.ts'
import { aboutUnknown, secondPersonNeeded } from '../errors.ts'
import { readableCard } from './card-access.ts'
import { writeDeed, type CardContext } from './card-context.ts'
import { nextCardNumbers } from './give-cards.ts'
import { startSupervisionCases } from './start-cases.ts'
import { completeCardTask } from './verbs.ts'

/** The rule id of cards that a person gives. */
export const MANUAL_RULE = 'M'
/** Points and workdays to answer in, by colour: as for cards of rules. */
const BY_COLOUR: Record<CardColour, { score: number; replyWorkdays: number | null }> = {
  warning: { score: 3, replyWorkdays: null },
  yellow: { score: 5, replyWorkdays: 3 },
  red: { score: 10, replyWorkdays: 2 },
}

/** A card that a person wants given, out of what he found or what was complained of. */
export interface Proposal {
  source: 'manual' | 'complaint'
  colour: CardColour
  organId: string
  /** Number of the case that it is about, as the log tells of it. */
  caseNo?: string
  title: string
  text: string
  basis: string
}

/** Proposes a card; a second person checks it before it is issued. @throws NOT_AUTHORIZED, CARD_ABOUT_UNKNOWN if there is no such organ or case */
export async function propose(context: CardContext, caller: Caller, proposal: Proposal): Promise<{ id: string; cardNo: string }> {
  const { database, tenants, clock, notices } = context
  await tenants.authorization.assert(caller, 'issue', { type: 'card', organId: proposal.organId })
  if (!(await organs(database).get(caller.tenantId, proposal.organId))) throw aboutUnknown('单位不存在,请重新选择')
  const about = proposal.caseNo === undefined ? null : await supervisedCases(database).byNumber(caller.tenantId, proposal.caseNo)
  if (about === undefined || (about && about.organ_id !== proposal.organId)) throw aboutUnknown('没有该单位的这个办件编号,请核对')
  const card = await inTransaction(database, async (tx) => {
    const [cardNo] = await nextCardNumbers(tx, caller.tenantId, clock(), 1)
    const row = manualCard(caller, proposal, about, cardNo!, clock())
    await supervisionCards(tx).insert([row])
    await writeDeed(context, tx, {
      caller,
      card: row,
      verb: 'proposed',
      text: proposal.text,
      data: { colour: proposal.colour, title: proposal.title },
    })
    await notices.send(tx, caller.tenantId, {
      kind: 'card',
      to: { posts: [{ post: 'disciplinary-auditor' }, { post: 'supervisor' }] },
      title: `监察牌待核对:${row.title}`,
      text: `${row.card_no},${caller.name}提出,请由另一人核对`,
      link: `/supervision/cards/${row.id}`,
    })
    return row
  })
  await startSupervisionCases(context, caller.tenantId)
  return { id: card.id, cardNo: card.card_no }
}

/** The second person's check of a proposed card. @throws CARD_NOT_FOUND, CARD_STATE_CHANGED, SECOND_PERSON_NEEDED, NOT_AUTHORIZED */
export async function verify(context: CardContext, caller: Caller, id: string, result: 'confirm' | 'reject', text: string): Promise<void> {
  const { row, resource } = await readableCard(context, caller, id)
  await context.tenants.authorization.assert(caller, 'review', resource)
  if (row.opened_by === caller.userId) throw secondPersonNeeded('人工发牌的核对')
  await completeCardTask(context, caller, row, {
    tasks: ['Task_Verify'],
    variables: { verifyResult: result, replyFrom: context.clock() },
    deed: { verb: result === 'confirm' ? 'confirmed' : 'rejected', text },
  })
}

type AboutCase = Pick<SupervisedCaseRow, 'case_id' | 'case_no' | 'matter_key' | 'matter_name'>

function manualCard(caller: Caller, proposal: Proposal, about: AboutCase | null, cardNo: string, now: number): SupervisionCardRow {
  const id = newId()
  const { score, replyWorkdays } = BY_COLOUR[proposal.colour]
  return {
    tenant_id: caller.tenantId,
    id,
    card_no: cardNo,
    rule_id: MANUAL_RULE,
    rule_version: 0,
    subject: about ? `case:${about.case_id}` : `organ:${proposal.organId}`,
    occasion: id,
    source: proposal.source,
    colour: proposal.colour,
    first_colour: proposal.colour,
    state: 'verifying',
    urged: false,
    integrity: false,
    case_id: about?.case_id ?? null,
    case_no: about?.case_no ?? null,
    matter_key: about?.matter_key ?? null,
    matter_name: about?.matter_name ?? null,
    organ_id: proposal.organId,
    person_id: null,
    person_name: null,
    element_id: null,
    step_name: null,
    title: proposal.title,
    text: proposal.text,
    basis: proposal.basis,
    score,
    reply_workdays: replyWorkdays,
    entry_seq: null,
    opened_by: caller.userId,
    instance_id: null,
    issued_at: null,
    reply_due_at: null,
    appeal_until: null,
    closed_at: null,
    outcome: null,
    reason_code: null,
    liability: null,
    created_at: now,
  }
}
