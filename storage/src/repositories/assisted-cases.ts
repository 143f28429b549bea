import type { Tx } from '../database.ts'

export type RegisteredKind = 'person' | 'organisation'

export interface RegisteredApplicantRow {
  tenant_id: string
  user_id: string
  kind: RegisteredKind
  /** GB 11643 or GB 32100. */
  number: string
  organisation_name: string | null
  legal_person: string | null
  registered_by: string
  registered_at: number
}

/** Who acts for an applicant 代理人. */
export interface ProxyRecord {
  name: string
  /** GB 11643. */
  idNumber: string
}

export interface AssistedCaseRow {
  tenant_id: string
  case_id: string
  applicant_kind: RegisteredKind
  applicant_number: string
  proxy: ProxyRecord | null
  entered_by: string
  entered_name: string
  entered_at: number
  ticket_id: string | null
}

export const registeredApplicants = (db: Tx) => ({
  /** @throws a unique violation if the number is known */
  insert: async (row: RegisteredApplicantRow): Promise<void> => void (await db('registered_applicant').insert(row)),

  byNumber: async (tenantId: string, kind: RegisteredKind, number: string): Promise<RegisteredApplicantRow | undefined> =>
    read(await db<RegisteredApplicantRow>('registered_applicant').where({ tenant_id: tenantId, kind, number }).first()),

  ofUser: async (tenantId: string, userId: string): Promise<RegisteredApplicantRow | undefined> =>
    read(await db<RegisteredApplicantRow>('registered_applicant').where({ tenant_id: tenantId, user_id: userId }).first()),
})

export const assistedCases = (db: Tx) => ({
  insert: async ({ proxy, ...row }: AssistedCaseRow): Promise<void> => {
    await db('assisted_case').insert({ ...row, proxy: proxy && JSON.stringify(proxy) })
  },

  get: async (tenantId: string, caseId: string): Promise<AssistedCaseRow | undefined> =>
    readCase(await db('assisted_case').where({ tenant_id: tenantId, case_id: caseId }).first()),

  /** What a clerk entered since `from`, newest first. */
  ofClerk: async (tenantId: string, clerkId: string, from: number, limit: number): Promise<AssistedCaseRow[]> =>
    (
      await db('assisted_case')
        .where({ tenant_id: tenantId, entered_by: clerkId })
        .andWhere('entered_at', '>=', from)
        .orderBy('entered_at', 'desc')
        .limit(limit)
    ).map((row: unknown) => readCase(row)!),
})

const read = (row: RegisteredApplicantRow | undefined): RegisteredApplicantRow | undefined =>
  row && { ...row, registered_at: Number(row.registered_at) }

const readCase = (row: unknown): AssistedCaseRow | undefined => {
  if (row === undefined) return undefined
  const { proxy, entered_at, ...rest } = row as AssistedCaseRow & { proxy: string | null }
  return { ...rest, entered_at: Number(entered_at), proxy: proxy === null ? null : (JSON.parse(proxy) as ProxyRecord) }
}
