import { noticeSettings, users, type Database } from '@lianban/storage'
import type { Mailer } from '@lianban/tenants'
import type { Channel } from '../delivery/channel.ts'
import { noticeMail, type MailedNotice, type Sender } from './notice-mail.ts'

export interface MailChannelOptions {
  database: Database
  mailer: Mailer
  senderOf: (tenantId: string) => Promise<Sender>
}

/** Notices by mail, to the mailbox that a person has proved by the time it goes out; whoever has none any more, or has left, gets none. */
export const mailChannel = ({ database, mailer, senderOf }: MailChannelOptions): Channel => ({
  send: async ({ tenant_id, id, target, content }) => {
    const setting = await noticeSettings(database).get(tenant_id, target)
    const person = await users(database).get(tenant_id, target)
    if (!setting?.address || !person || person.disabled_at !== null) return 'dropped'
    const sender = await senderOf(tenant_id)
    const messageId = `<${id}@${new URL(sender.publicUrl).hostname}>`
    await mailer.send({ to: [setting.address], messageId, ...noticeMail(JSON.parse(content) as MailedNotice, sender) })
    return { status: null }
  },
})
