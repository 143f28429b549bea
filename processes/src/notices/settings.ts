import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { inTransaction, noticeSettings, type Database, type NoticeSettingRow } from '@lianban/storage'
import { actorOf, type Mailer } from '@lianban/tenants'
import { z } from 'zod'
import type { Caller, TenantsPort } from '../cases/ports.ts'
import { DeliveryError } from '../delivery/delivery-error.ts'
import { isMailedAtFirst, isNoticeKind, isUrgent, NOTICE_KINDS, type NoticeKind } from './kinds.ts'
import { codeMail, type Sender } from './notice-mail.ts'

/** How long a code is good for. */
const CODE_MINUTES = 15
/** A code to a new mailbox at most so often. */
const CODE_EVERY_MS = 60_000
const MAX_GUESSES = 5
const MAX_ADDRESS_CHARS = 254

const Address = z.email().max(MAX_ADDRESS_CHARS)

export interface NoticeSettingsOptions {
  database: Database
  tenants: Pick<TenantsPort, 'supervision'>
  clock: () => number
  /** null: this installation sends no mail. */
  mailer: Mailer | null
  senderOf: (tenantId: string) => Promise<Sender>
}

/** What a person chose for one kind of notices. */
export interface NoticeChoice {
  kind: NoticeKind
  app: boolean
  mail: boolean
}

export interface NoticeSettingsView {
  /** Whether this installation sends mail. */
  mailOffered: boolean
  /** The mailbox that was proved. */
  address: string | null
  /** One that waits for its code. */
  newAddress: string | null
  choices: (NoticeChoice & { name: string; urgent: boolean })[]
}

export type NoticeSettings = ReturnType<typeof createNoticeSettings>

/** Where and of what a person wants to be told: his own business, asked of nobody else. */
export function createNoticeSettings({ database, tenants, clock, mailer, senderOf }: NoticeSettingsOptions) {
  const ofCaller = async ({ tenantId, userId }: Caller): Promise<NoticeSettingRow> =>
    (await noticeSettings(database).get(tenantId, userId)) ?? { ...NOTHING_SAID, tenant_id: tenantId, user_id: userId }

  /** A change of the mailbox with its entry; the mailbox itself stands in none. */
  const change = (caller: Caller, patch: Partial<NoticeSettingRow>, action: string): Promise<void> =>
    inTransaction(database, async (tx) => {
      await noticeSettings(tx).patch(caller.tenantId, caller.userId, patch)
      const subject = `user:${caller.userId}`
      await tenants.supervision.record(tx, caller.tenantId, [{ action, subject, actor: actorOf(caller), ip: caller.ip, payload: {} }])
    })

  return {
    get: async (caller: Caller): Promise<NoticeSettingsView> => present(await ofCaller(caller), mailer !== null),

    /** Sends a code to a mailbox, which counts once the code has come back. @throws MAIL_NOT_OFFERED, MAIL_ADDRESS_INVALID, MAIL_CODE_TOO_SOON, MAIL_FAILED */
    propose: async (caller: Caller, typed: string): Promise<void> => {
      if (!mailer) throw new DeliveryError('MAIL_NOT_OFFERED', '本系统未配置发信服务器,暂不能以邮件接收通知')
      const address = Address.safeParse(typed.trim())
      if (!address.success) throw new DeliveryError('MAIL_ADDRESS_INVALID', '邮箱地址不正确,请核对后重新填写')
      const row = await ofCaller(caller)
      const now = clock()
      if (row.code_sent_at !== null && now - row.code_sent_at < CODE_EVERY_MS)
        throw new DeliveryError('MAIL_CODE_TOO_SOON', '验证码一分钟内只发送一次,请稍候再试')
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      const proposed = { new_address: address.data, code_hash: hashOf(caller, code), code_sent_at: now, code_failures: 0 }
      await inTransaction(database, (tx) => noticeSettings(tx).patch(caller.tenantId, caller.userId, proposed))
      const mail = codeMail(code, CODE_MINUTES, await senderOf(caller.tenantId))
      await mailer.send({ to: [address.data], ...mail }).catch((error: Error) => {
        throw new DeliveryError('MAIL_FAILED', `验证邮件没有发出,请核对地址或者稍后再试(${error.message.slice(0, 200)})`)
      })
    },

    /** @throws MAIL_CODE_WRONG: a wrong one, one too old, or guessed at too often */
    confirm: async (caller: Caller, code: string): Promise<void> => {
      const wrong = () => new DeliveryError('MAIL_CODE_WRONG', '验证码不正确或者已经失效,请核对,或者重新获取')
      const { tenantId, userId } = caller
      if (!(await inTransaction(database, (tx) => noticeSettings(tx).countGuess(tenantId, userId, MAX_GUESSES)))) throw wrong()
      const row = await ofCaller(caller)
      const isInTime = clock() - (row.code_sent_at ?? 0) < CODE_MINUTES * 60_000
      // Confirmed by another window meanwhile: there is no code any more.
      if (row.code_hash === null || !isInTime) throw wrong()
      if (!timingSafeEqual(Buffer.from(hashOf(caller, code.trim())), Buffer.from(row.code_hash))) throw wrong()
      const proved = { address: row.new_address, verified_at: clock(), new_address: null, code_hash: null, code_failures: 0 }
      // Whoever gives his first mailbox wants to get something there.
      const first = row.address === null && row.mail_on.length === 0 ? { mail_on: MAILED_AT_FIRST } : {}
      await change(caller, { ...proved, ...first }, 'user.mail-verified')
    },

    /** No mail comes any more. */
    remove: async (caller: Caller): Promise<void> => {
      const gone = { address: null, verified_at: null, new_address: null, code_hash: null, code_failures: 0 }
      await change(caller, gone, 'user.mail-removed')
    },

    /** @throws NOTICE_CHOICE_INVALID: an urgent kind switched off in the application, or a kind that there is not */
    choose: async (caller: Caller, choices: readonly { kind: string; app: boolean; mail: boolean }[]): Promise<void> => {
      for (const { kind, app } of choices) {
        if (!isNoticeKind(kind)) throw new DeliveryError('NOTICE_CHOICE_INVALID', `没有“${kind}”这类通知`)
        if (!app && isUrgent(kind))
          throw new DeliveryError('NOTICE_CHOICE_INVALID', `“${NOTICE_KINDS[kind].name}”属于紧急通知,不能在系统内关闭`)
      }
      const row = await ofCaller(caller)
      const chosen = new Map(choices.map((choice) => [choice.kind, choice]))
      const kept = (list: readonly string[], isIn: (choice: { app: boolean; mail: boolean }) => boolean) =>
        Object.keys(NOTICE_KINDS).filter((kind) => {
          const choice = chosen.get(kind)
          return choice ? isIn(choice) : list.includes(kind)
        })
      const app_off = kept(row.app_off, ({ app }) => !app)
      const mail_on = kept(row.mail_on, ({ mail }) => mail)
      await inTransaction(database, (tx) => noticeSettings(tx).patch(caller.tenantId, caller.userId, { app_off, mail_on }))
    },
  }
}

const MAILED_AT_FIRST = (Object.keys(NOTICE_KINDS) as NoticeKind[]).filter(isMailedAtFirst)

const NOTHING_SAID: Omit<NoticeSettingRow, 'tenant_id' | 'user_id'> = {
  address: null,
  verified_at: null,
  new_address: null,
  code_hash: null,
  code_sent_at: null,
  code_failures: 0,
  app_off: [],
  mail_on: [],
}

const hashOf = ({ tenantId, userId }: Caller, code: string): string =>
  createHash('sha256').update(`${tenantId}\n${userId}\n${code}`).digest('hex')

const present = (row: NoticeSettingRow, mailOffered: boolean): NoticeSettingsView => ({
  mailOffered,
  address: row.address,
  newAddress: row.new_address,
  choices: (Object.keys(NOTICE_KINDS) as NoticeKind[]).map((kind) => ({
    kind,
    name: NOTICE_KINDS[kind].name,
    urgent: isUrgent(kind),
    app: !row.app_off.includes(kind),
    mail: row.mail_on.includes(kind),
  })),
})
