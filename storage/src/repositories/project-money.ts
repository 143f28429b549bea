import type { Tx } from '../database.ts'

export type AmountKind = 'need' | 'proposal' | 'feasibility' | 'design' | 'budget' | 'contract' | 'change'

/** What the money of a project is measured by. Fen. */
export interface ProjectAmountRow {
  tenant_id: string
  id: string
  project_id: string
  kind: AmountKind
  /** Of a budget. */
  year: number | null
  /** Of a contract and its changes. */
  contract_id: string | null
  fen: number
  case_id: string
  at: number
}

/** The result 中标结果 of a tender or purchase. */
export interface ProjectAwardRow {
  tenant_id: string
  /** The case. */
  id: string
  project_id: string
  method: string
  supplier_name: string
  supplier_code: string
  fen: number
  awarded_on: string
}

export interface ProjectContractRow {
  tenant_id: string
  /** The case that concluded it. */
  id: string
  project_id: string
  number: string
  payee_name: string
  payee_code: string
  payee_organ: string | null
  fen: number
  retention_fen: number
  /** Days after acceptance within which it is paid. */
  pay_days: number
  signed_on: string
  published_at: number | null
}

export interface ProjectMilestoneRow {
  tenant_id: string
  contract_id: string
  no: number
  name: string
  planned_on: string
  fen: number
  accepted_on: string | null
  case_id: string | null
  accepted_at: number | null
}

export interface ProjectPaymentRow {
  tenant_id: string
  /** The case that asks for it. */
  id: string
  project_id: string
  contract_id: string
  milestone_no: number
  invoice_no: string
  invoice_used: string | null
  fen: number
  year: number
  state: 'reserved' | 'paid' | 'released'
  asked_at: number
  accepted_on: string
  paid_on: string | null
  settled_at: number | null
  interest_fen: number
}

/** More than a project will ever have. */
const MAX_ROWS = 5000

type OfProjects = { tenantId: string; projectIds: readonly string[] }

/** The money of projects. Whoever writes holds the project's row: see `projects.lock`. */
export const projectMoney = (db: Tx) => ({
  addAmounts: async (rows: readonly ProjectAmountRow[]): Promise<void> => {
    if (rows.length > 0) await db('project_amount').insert([...rows])
  },

  /** In the order in which they were decided. */
  amounts: async ({ tenantId, projectIds }: OfProjects): Promise<ProjectAmountRow[]> =>
    (
      (await db('project_amount')
        .where({ tenant_id: tenantId })
        .whereIn('project_id', [...projectIds])
        .orderBy(['at', 'id'])
        .limit(MAX_ROWS)) as ProjectAmountRow[]
    ).map((row) => ({ ...row, fen: Number(row.fen), at: Number(row.at) })),

  addAward: async (row: ProjectAwardRow): Promise<void> => void (await db('project_award').insert(row)),

  /** Newest first. */
  awards: async ({ tenantId, projectIds }: OfProjects): Promise<ProjectAwardRow[]> =>
    (
      (await db('project_award')
        .where({ tenant_id: tenantId })
        .whereIn('project_id', [...projectIds])
        .orderBy('id', 'desc')
        .limit(MAX_ROWS)) as ProjectAwardRow[]
    ).map((row) => ({ ...row, fen: Number(row.fen) })),

  addContract: async (row: ProjectContractRow, milestones: readonly ProjectMilestoneRow[]): Promise<void> => {
    await db('project_contract').insert(row)
    if (milestones.length > 0) await db('project_milestone').insert([...milestones])
  },

  publishContract: async (tenantId: string, id: string, at: number): Promise<void> =>
    void (await db('project_contract').where({ tenant_id: tenantId, id }).update({ published_at: at })),

  contracts: async ({ tenantId, projectIds }: OfProjects): Promise<ProjectContractRow[]> =>
    (
      (await db('project_contract')
        .where({ tenant_id: tenantId })
        .whereIn('project_id', [...projectIds])
        .orderBy('id')
        .limit(MAX_ROWS)) as ProjectContractRow[]
    ).map((row) => ({
      ...row,
      fen: Number(row.fen),
      retention_fen: Number(row.retention_fen),
      published_at: row.published_at === null ? null : Number(row.published_at),
    })),

  milestones: async (tenantId: string, contractIds: readonly string[]): Promise<ProjectMilestoneRow[]> =>
    (
      (await db('project_milestone')
        .where({ tenant_id: tenantId })
        .whereIn('contract_id', [...contractIds])
        .orderBy(['contract_id', 'no'])
        .limit(MAX_ROWS)) as ProjectMilestoneRow[]
    ).map((row) => ({ ...row, fen: Number(row.fen), accepted_at: row.accepted_at === null ? null : Number(row.accepted_at) })),

  /** @returns false if it was accepted already */
  acceptMilestone: async (
    { tenant_id, contract_id, no }: Pick<ProjectMilestoneRow, 'tenant_id' | 'contract_id' | 'no'>,
    patch: Pick<ProjectMilestoneRow, 'accepted_on' | 'case_id' | 'accepted_at'>,
  ): Promise<boolean> => (await db('project_milestone').where({ tenant_id, contract_id, no, accepted_on: null }).update(patch)) === 1,

  /** @throws a unique violation if the invoice was used for another payment */
  addPayment: async (row: ProjectPaymentRow): Promise<void> => void (await db('project_payment').insert(row)),

  payment: async (tenantId: string, id: string): Promise<ProjectPaymentRow | undefined> => {
    const row: unknown = await db('project_payment').where({ tenant_id: tenantId, id }).first()
    return row ? payment(row) : undefined
  },

  payments: async ({ tenantId, projectIds }: OfProjects): Promise<ProjectPaymentRow[]> =>
    (
      (await db('project_payment')
        .where({ tenant_id: tenantId })
        .whereIn('project_id', [...projectIds])
        .orderBy('id')
        .limit(MAX_ROWS)) as unknown[]
    ).map(payment),

  /** Whether the invoice stands with a payment that is asked for or paid. */
  isInvoiceUsed: async (tenantId: string, invoiceNo: string): Promise<boolean> =>
    (await db('project_payment').where({ tenant_id: tenantId, invoice_used: invoiceNo }).first('id')) !== undefined,

  /** What was reserved is paid or released. @returns false if it is not reserved any more */
  settle: async (
    tenantId: string,
    id: string,
    patch: Pick<ProjectPaymentRow, 'state' | 'settled_at'> & Partial<Pick<ProjectPaymentRow, 'paid_on' | 'interest_fen' | 'invoice_used'>>,
  ): Promise<boolean> => (await db('project_payment').where({ tenant_id: tenantId, id, state: 'reserved' }).update(patch)) === 1,
})

function payment(raw: unknown): ProjectPaymentRow {
  const row = raw as ProjectPaymentRow
  return {
    ...row,
    fen: Number(row.fen),
    interest_fen: Number(row.interest_fen),
    asked_at: Number(row.asked_at),
    settled_at: row.settled_at === null ? null : Number(row.settled_at),
  }
}
