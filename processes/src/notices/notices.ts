import {
  deliveries,
  inTransaction,
  newId,
  notices as rows,
  noticeSettings,
  type Database,
  type DeliveryRow,
  type NoticeRow,
  type Tx,
} from '@lianban/storage'
import type { Caller, TenantsPort } from '../cases/ports.ts'
import { notFound } from '../cases/errors.ts'
import { newDelivery } from '../delivery/new-delivery.ts'
import { isUrgent, type NoticeKind } from './kinds.ts'
import type { MailedNotice } from './notice-mail.ts'

const MAX_TITLE_CHARS = 191
const MAX_TEXT_CHARS = 2000
const MAX_PAGE = 200
/** More than any post of one organ has holders. */
const MAX_TOLD_OF_POST = 5_000

/** Who is told. People named twice are told once. */
export interface Recipients {
  userIds?: string[]
  /** The holders of a post at the instant of writing: in one organ, or without `organId` in every organ. */
  posts?: { post: string; organId?: string }[]
}

export interface Notice {
  to: Recipients
  /** What it is about: a person chooses by it what comes where. @default 'general' */
  kind?: NoticeKind
  /** At most 191 characters; what is longer is cut. */
  title: string
  /** At most 2,000 characters; what is longer is cut. */
  text: string
  /** Address inside the application, `/supervision/cards/<id>`. */
  link?: string
}

/** A notice as its reader sees it. Instants are UTC epoch milliseconds. */
export interface NoticeView {
  id: string
  title: string
  text: string
  link: string | null
  at: number
  readAt: number | null
}

export interface NoticesOptions {
  database: Database
  tenants: Pick<TenantsPort, 'authorization'> & { users: Holders }
  clock: () => number
  /** Whether this installation sends mail; without it none is written. @default false */
  mail?: boolean
}

type Holders = Pick<TenantsPort['users'], 'holders'>

export type Notices = ReturnType<typeof createNotices>

/** Notices 通知: told in the application and by mail, written with what they tell of. */
export function createNotices({ database, tenants, clock, mail = false }: NoticesOptions) {
  return {
    /**
     * Tells people, in the caller's transaction: nobody is told of what did not happen. Who holds a post is settled now.
     * @returns the ids of those told
     */
    send: async (tx: Tx, tenantId: string, notice: Notice): Promise<string[]> =>
      (await sendMany(tx, { users: tenants.users, mail, at: clock() }, tenantId, [notice]))[0]!,

    /** Who would be told now: named people, and holders of posts. */
    recipients: async (tx: Tx, tenantId: string, to: Recipients): Promise<string[]> => [
      ...(await peopleOf(to, holders(tx, tenants.users, tenantId, clock()))),
    ],

    /** The same for many notices at once. @returns the ids of those told, for each notice */
    sendMany: (tx: Tx, tenantId: string, notices: readonly Notice[]): Promise<string[][]> =>
      sendMany(tx, { users: tenants.users, mail, at: clock() }, tenantId, notices),

    /** The caller's own notices, newest first. @throws NOT_AUTHORIZED */
    list: async (
      caller: Caller,
      query: { unread?: boolean; limit: number; after?: string },
    ): Promise<{ items: NoticeView[]; next: string | null }> => {
      await tenants.authorization.assert(caller, 'list', { type: 'notice' })
      const limit = Math.min(query.limit, MAX_PAGE)
      const found = await rows(database).list(caller.tenantId, caller.userId, { ...query, limit })
      return { items: found.map(present), next: found.length === limit ? found.at(-1)!.id : null }
    },

    countUnread: (caller: Pick<Caller, 'tenantId' | 'userId'>): Promise<number> =>
      rows(database).countUnread(caller.tenantId, caller.userId),

    /** Marks one of the caller's notices read; twice is once. @throws NOT_FOUND, NOT_AUTHORIZED */
    read: async (caller: Caller, id: string): Promise<void> => {
      await tenants.authorization.assert(caller, 'read', { type: 'notice', id })
      if (!(await rows(database).exists(caller.tenantId, caller.userId, id))) throw notFound('通知')
      await inTransaction(database, (tx) => rows(tx).markRead(caller.tenantId, caller.userId, clock(), id))
    },

    /** Marks all of the caller's notices read. @throws NOT_AUTHORIZED */
    readAll: async (caller: Caller): Promise<void> => {
      await tenants.authorization.assert(caller, 'read', { type: 'notice' })
      await inTransaction(database, (tx) => rows(tx).markRead(caller.tenantId, caller.userId, clock()))
    },
  }
}

interface Sending {
  users: Holders
  mail: boolean
  at: number
}

async function sendMany(tx: Tx, sending: Sending, tenantId: string, notices: readonly Notice[]): Promise<string[][]> {
  const holdersOf = holders(tx, sending.users, tenantId, sending.at)
  const told: string[][] = []
  for (const { to } of notices) told.push([...(await peopleOf(to, holdersOf))])
  const settings = new Map((await noticeSettings(tx).of(tenantId, [...new Set(told.flat())])).map((row) => [row.user_id, row]))
  const written: NoticeRow[] = []
  const mailed: DeliveryRow[] = []
  for (const [i, notice] of notices.entries()) {
    const one = contentOf(notice)
    for (const userId of told[i]!) {
      const setting = settings.get(userId)
      if (isUrgent(one.kind) || !setting?.app_off.includes(one.kind)) written.push(rowOf(tenantId, userId, one, sending.at))
      if (sending.mail && setting?.address && setting.mail_on.includes(one.kind)) mailed.push(mailOf(tenantId, userId, one, sending.at))
    }
  }
  await rows(tx).insert(written)
  await deliveries(tx).insert(mailed)
  return told
}

async function peopleOf({ userIds, posts = [] }: Recipients, holdersOf: ReturnType<typeof holders>): Promise<Set<string>> {
  const people = new Set(userIds)
  for (const post of posts) for (const id of await holdersOf(post)) people.add(id)
  return people
}

const contentOf = ({ kind = 'general', title, text, link }: Notice): MailedNotice => ({
  kind,
  title: title.slice(0, MAX_TITLE_CHARS),
  text: text.slice(0, MAX_TEXT_CHARS),
  link: link ?? null,
})

const rowOf = (tenantId: string, userId: string, content: MailedNotice, at: number): NoticeRow => ({
  tenant_id: tenantId,
  id: newId(),
  user_id: userId,
  ...content,
  at,
  read_at: null,
})

const mailOf = (tenantId: string, userId: string, content: MailedNotice, at: number): DeliveryRow =>
  newDelivery({ tenant_id: tenantId, channel: 'mail', target: userId, topic: content.kind, title: content.title, content }, at)

/** Who holds a post, asked once for each; of an organ whose duties have passed to another, who holds it there. */
function holders(tx: Tx, users: Holders, tenantId: string, at: number): (post: { post: string; organId?: string }) => Promise<string[]> {
  const known = new Map<string, string[]>()
  const idsOf = async (post: string, organId: string | undefined): Promise<string[]> =>
    organId === undefined
      ? rows(tx).holderIds(tenantId, post, at)
      : (await users.holders(tenantId, organId, post, tx, MAX_TOLD_OF_POST)).map(({ userId }) => userId)
  return async ({ post, organId }) => {
    const key = `${post} ${organId ?? ''}`
    const ids = known.get(key) ?? (await idsOf(post, organId))
    known.set(key, ids)
    return ids
  }
}

const present = ({ id, title, text, link, at, read_at }: NoticeRow): NoticeView => ({ id, title, text, link, at, readAt: read_at })
