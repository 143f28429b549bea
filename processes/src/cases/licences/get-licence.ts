import { issuedDocuments, licenceEvents, licences, type LicenceEventListed, type LicenceRow } from '@lianban/storage'
import { dayOf } from '../../clock/index.ts'
import { LICENCE_ACT_TEXTS } from '../../labels.ts'
import type { CaseContext } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { caseResource, loadCase } from '../resources.ts'
import type { CaseDetail } from '../views.ts'
import { blockOf, timingOf } from './claim.ts'
import type { Change } from './act-papers.ts'
import { presentLicence, type LicenceSummary } from './list-licences.ts'

/** One line of a licence's history. */
export interface LicenceLine {
  at: number
  act: string
  text: string
  /** A case that asks for it: nothing is decided yet, or the case had another end. */
  isOpened: boolean
  caseId: string
  caseNo: string | null
  matterName: string | null
  /** Whether the caller may read the case. */
  canOpen: boolean
  actorName: string | null
  reason: string | null
  changes: { label: string; before: string; after: string }[]
  /** Of a renewal: the term that it gave, days, YYYY-MM-DD. */
  from: string | null
  until: string | null
}

/** What can be begun with a licence: an application by its holder, a procedure by its organ. */
export interface OfferedAct {
  matterKey: string
  matterName: string
  act: string
  actText: string
  /** Why not now; null: it can be. */
  blocked: string | null
  notice: string | null
}

export interface LicenceDetail extends LicenceSummary {
  face: { label: string; text: string }[]
  history: LicenceLine[]
  /** The paper in force; null until it is made. */
  document: CaseDetail['documents'][number] | null
  verificationUrl: string | null
  acts: OfferedAct[]
}

/** One licence with what became of it, for its holder and those who may read it. @throws NOT_FOUND */
export async function getLicence(context: CaseContext, caller: Caller, id: string): Promise<LicenceDetail> {
  const { database, tenants } = context
  const row = await licences(database).get(caller.tenantId, id)
  await tenants.authorization.assert(caller, 'read', licenceResource(id, row), { hide: true })
  if (!row) throw notFound('证照')
  const [events, documents] = await Promise.all([
    licenceEvents(database).ofLicence(caller.tenantId, id),
    issuedDocuments(database).forCase(caller.tenantId, row.paper_case_id),
  ])
  const paper = documents.findLast(({ number }) => number === row.licence_no)
  return {
    ...presentLicence(row, dayOf(context.clock())),
    face: row.face,
    history: await Promise.all(events.map((event) => lineOf(context, caller, event))),
    document: paper
      ? { id: paper.id, name: paper.name, number: paper.number, createdAt: paper.created_at, sha256: paper.sha256, size: paper.size }
      : null,
    verificationUrl: paper?.verify_code ? `${await context.publicUrl(caller.tenantId)}/verify/${paper.verify_code}` : null,
    acts: await offeredActs(context, caller, row),
  }
}

/** What rights to a licence are judged from. */
export const licenceResource = (id: string, row: LicenceRow | undefined) =>
  ({ type: 'licence', id, organId: row?.organ_id ?? null, ...(row && { applicantId: row.holder_id }) }) as const

async function lineOf(context: CaseContext, caller: Caller, event: LicenceEventListed): Promise<LicenceLine> {
  const change = event.data as Change | null
  const isTermed = event.act === 'renew' && event.stage !== 'opened'
  return {
    at: event.at,
    act: event.act,
    text: textOf(event),
    isOpened: event.stage === 'opened',
    caseId: event.case_id,
    caseNo: event.case_no,
    matterName: event.matter_name,
    canOpen: event.case_no !== null && (await mayRead(context, caller, event.case_id)),
    actorName: event.actor_name,
    reason: event.reason,
    changes: change?.lines ?? [],
    from: isTermed ? (change?.from ?? null) : null,
    until: isTermed ? (change?.until ?? null) : null,
  }
}

function textOf({ act, stage, actor_name }: LicenceEventListed): string {
  const text = LICENCE_ACT_TEXTS[act] ?? act
  if (stage === 'silence') return '逾期未决定,视为准予延续'
  if (stage === 'opened') return actor_name !== null && ['withdraw', 'revoke'].includes(act) ? `启动${text}审查` : `提出${text}`
  return act === 'grant' ? text : `决定${text}`
}

async function mayRead(context: CaseContext, caller: Caller, caseId: string): Promise<boolean> {
  const loaded = await loadCase(context, caller.tenantId, caseId, caller)
  return context.tenants.authorization.decide(caller, 'read', caseResource(loaded)).allowed
}

async function offeredActs(context: CaseContext, caller: Caller, row: LicenceRow): Promise<OfferedAct[]> {
  const isHolder = row.holder_id === caller.userId
  const mayOpen = context.tenants.authorization.decide(caller, 'open', licenceResource(row.id, row)).allowed
  if (!isHolder && !mayOpen) return []
  const offered: OfferedAct[] = []
  for (const { matter } of await context.matters.listOn(context.database, row.tenant_id, dayOf(context.clock()))) {
    const { licenceAct: entry } = matter
    if (!entry?.kinds.includes(row.kind) || !(entry.by === 'holder' ? isHolder : mayOpen)) continue
    const blocked = await blockOf(context, row, entry)
    offered.push({
      matterKey: matter.key,
      matterName: matter.name,
      act: entry.act,
      actText: LICENCE_ACT_TEXTS[entry.act]!,
      blocked,
      notice: blocked === null ? (timingOf(context, row, entry)?.notice ?? null) : null,
    })
  }
  return offered
}
