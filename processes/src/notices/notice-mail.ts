import { escapeHtml } from '../documents/escape-html.ts'
import { NOTICE_KINDS, type NoticeKind } from './kinds.ts'

/** What a mail tells: what the notice says, and nothing besides. */
export interface MailedNotice {
  kind: NoticeKind
  title: string
  text: string
  /** Address inside the application. */
  link: string | null
}

/** Where a mail comes from. */
export interface Sender {
  /** `三湖县`. */
  countyName: string
  /** Without a slash at the end. */
  publicUrl: string
}

interface MailText {
  subject: string
  text: string
  html: string
}

/** The mail of a notice, as text and as simple HTML that loads nothing. */
export function noticeMail({ kind, title, text, link }: MailedNotice, sender: Sender): MailText {
  const { lead, button } = NOTICE_KINDS[kind]
  return {
    subject: `【${sender.countyName}联办】${title}`,
    ...written({ lead, title, text, link: link === null ? null : { url: sender.publicUrl + link, button } }, sender),
  }
}

/** The mail that proves a mailbox. @param code six digits */
export const codeMail = (code: string, minutes: number, sender: Sender): MailText => ({
  subject: `【${sender.countyName}联办】邮箱验证码 ${code}`,
  ...written(
    {
      lead: '您正在设置接收通知的邮箱。',
      title: `验证码:${code}`,
      text: `请在 ${minutes} 分钟内填入“账号与安全”页面。如非您本人操作,请忽略本邮件。`,
      link: null,
    },
    sender,
  ),
})

interface Blocks {
  lead: string
  title: string
  text: string
  link: { url: string; button: string } | null
}

/** Both forms from the same blocks. */
function written({ lead, title, text, link }: Blocks, { countyName, publicUrl }: Sender): Pick<MailText, 'text' | 'html'> {
  const footer = `本邮件由${countyName}联办系统自动发出,请勿回复。接收方式可在“账号与安全”中更改:${publicUrl}/account`
  const lines = [lead, title, ...(text === '' ? [] : [text]), ...(link ? [`${link.button}:${link.url}`] : [])]
  const paragraphs = [
    `<p>${escapeHtml(lead)}</p>`,
    `<h1 style="font-size:18px">${escapeHtml(title)}</h1>`,
    text === '' ? '' : `<p style="white-space:pre-line">${escapeHtml(text)}</p>`,
    link ? `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.button)}</a></p>` : '',
    `<p style="color:#666;font-size:12px">${escapeHtml(footer)}</p>`,
  ]
  return {
    text: [...lines, '—', footer].join('\n\n'),
    html: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body style="font-size:15px;line-height:1.7">${paragraphs.join('')}</body></html>`,
  }
}
