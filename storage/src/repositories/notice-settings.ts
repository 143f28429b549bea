import type { Tx } from '../database.ts'

/** How a person wants to be told. Instants are UTC epoch milliseconds. */
export interface NoticeSettingRow {
  tenant_id: string
  user_id: string
  address: string | null
  verified_at: number | null
  new_address: string | null
  code_hash: string | null
  code_sent_at: number | null
  code_failures: number
  app_off: string[]
  mail_on: string[]
}

export type NoticeSettingChange = Partial<Omit<NoticeSettingRow, 'tenant_id' | 'user_id'>>

type Stored = Omit<NoticeSettingRow, 'app_off' | 'mail_on'> & { app_off: string; mail_on: string }

/** People asked for in one query. */
const MAX_AT_ONCE = 500

export const noticeSettings = (db: Tx) => ({
  get: async (tenantId: string, userId: string): Promise<NoticeSettingRow | undefined> => {
    const row = (await db('notice_setting').where({ tenant_id: tenantId, user_id: userId }).first()) as Stored | undefined
    return row && plain(row)
  },

  /** Of those people who have said anything. */
  of: async (tenantId: string, userIds: readonly string[]): Promise<NoticeSettingRow[]> => {
    const found: NoticeSettingRow[] = []
    for (let from = 0; from < userIds.length; from += MAX_AT_ONCE) {
      const some = userIds.slice(from, from + MAX_AT_ONCE)
      const rows = (await db('notice_setting').where({ tenant_id: tenantId }).whereIn('user_id', some)) as Stored[]
      found.push(...rows.map(plain))
    }
    return found
  },

  /** Changes what is named and leaves the rest as another window may have set it meanwhile. */
  patch: async (tenantId: string, userId: string, { app_off, mail_on, ...plainly }: NoticeSettingChange): Promise<void> => {
    const key = { tenant_id: tenantId, user_id: userId }
    await db('notice_setting')
      .insert({ ...key, code_failures: 0, app_off: '[]', mail_on: '[]' })
      .onConflict(['tenant_id', 'user_id'])
      .ignore()
    const lists = { ...(app_off && { app_off: JSON.stringify(app_off) }), ...(mail_on && { mail_on: JSON.stringify(mail_on) }) }
    await db('notice_setting')
      .where(key)
      .update({ ...plainly, ...lists })
  },

  /**
   * Counts a wrong code in one statement, so that guesses sent at the same time all count.
   * @returns false if there is no code, or it has been guessed at `max` times
   */
  countGuess: async (tenantId: string, userId: string, max: number): Promise<boolean> =>
    (await db('notice_setting')
      .where({ tenant_id: tenantId, user_id: userId })
      .whereNotNull('code_hash')
      .andWhere('code_failures', '<', max)
      .increment('code_failures', 1)) === 1,
})

const plain = (row: Stored): NoticeSettingRow => ({
  ...row,
  verified_at: row.verified_at === null ? null : Number(row.verified_at),
  code_sent_at: row.code_sent_at === null ? null : Number(row.code_sent_at),
  app_off: JSON.parse(row.app_off) as string[],
  mail_on: JSON.parse(row.mail_on) as string[],
})
