import type { Tx } from '../database.ts'

export interface SecondFactorRow {
  tenant_id: string
  user_id: string
  sealed_secret: string
  confirmed_at: number
  /** 30-second step of the last code that was used. */
  last_step: number
}

export interface EnrolmentRow {
  tenant_id: string
  user_id: string
  sealed_secret: string
  expires_at: number
}

interface RecoveryCodeRow {
  tenant_id: string
  user_id: string
  code_hash: string
  used_at: number | null
}

export const secondFactors = (db: Tx) => ({
  get: (tenantId: string, userId: string): Promise<SecondFactorRow | undefined> =>
    db<SecondFactorRow>('second_factor').where({ tenant_id: tenantId, user_id: userId }).first(),

  /** In the place of one that is there. */
  put: async (row: SecondFactorRow): Promise<void> => {
    await db<SecondFactorRow>('second_factor').insert(row).onConflict(['tenant_id', 'user_id']).merge()
  },

  delete: async (tenantId: string, userId: string): Promise<boolean> => {
    await db('recovery_code').where({ tenant_id: tenantId, user_id: userId }).delete()
    await db('second_factor_enrolment').where({ tenant_id: tenantId, user_id: userId }).delete()
    return (await db('second_factor').where({ tenant_id: tenantId, user_id: userId }).delete()) > 0
  },

  /** Uses up a step and all before it, in one statement, so that of two calls with the same code one gets false. */
  useStep: async (tenantId: string, userId: string, step: number): Promise<boolean> =>
    (await db<SecondFactorRow>('second_factor')
      .where({ tenant_id: tenantId, user_id: userId })
      .andWhere('last_step', '<', step)
      .update({ last_step: step })) > 0,

  enrolment: (tenantId: string, userId: string): Promise<EnrolmentRow | undefined> =>
    db<EnrolmentRow>('second_factor_enrolment').where({ tenant_id: tenantId, user_id: userId }).first(),

  putEnrolment: async (row: EnrolmentRow): Promise<void> => {
    await db<EnrolmentRow>('second_factor_enrolment').insert(row).onConflict(['tenant_id', 'user_id']).merge()
  },

  /** @returns whether it was this one: of two confirmations one is told so */
  takeEnrolment: async (row: EnrolmentRow): Promise<boolean> =>
    (await db<EnrolmentRow>('second_factor_enrolment')
      .where({ tenant_id: row.tenant_id, user_id: row.user_id, sealed_secret: row.sealed_secret })
      .delete()) > 0,

  /** The codes in the place of all before. */
  replaceRecoveryCodes: async (tenantId: string, userId: string, hashes: readonly string[]): Promise<void> => {
    await db('recovery_code').where({ tenant_id: tenantId, user_id: userId }).delete()
    await db<RecoveryCodeRow>('recovery_code').insert(
      hashes.map((hash) => ({ tenant_id: tenantId, user_id: userId, code_hash: hash, used_at: null })),
    )
  },

  /** Uses up a code in one statement. @returns false if it is none or was used */
  useRecoveryCode: async (tenantId: string, userId: string, hash: string, at: number): Promise<boolean> =>
    (await db<RecoveryCodeRow>('recovery_code')
      .where({ tenant_id: tenantId, user_id: userId, code_hash: hash, used_at: null })
      .update({ used_at: at })) > 0,

  recoveryCodesLeft: async (tenantId: string, userId: string): Promise<number> =>
    (await db<RecoveryCodeRow>('recovery_code').where({ tenant_id: tenantId, user_id: userId, used_at: null })).length,
})
