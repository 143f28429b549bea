import { createTransport } from 'nodemailer'

export interface MailerOptions {
  /** `smtp://user:password@host:587` (STARTTLS where the server has it; with a password always, but on this machine), `smtps://…`. */
  smtpUrl: string
  /** `联办 <lianban@sanhu.example.cn>` */
  from: string
}

export interface Mail {
  to: readonly string[]
  subject: string
  text: string
  html?: string
  /** `<id@host>`: the same for every attempt, so that a receiver knows a mail that comes twice. */
  messageId?: string
  attachments?: { filename: string; content: string; contentType: string }[]
}

export interface Mailer {
  /** @returns the message id @throws Error as the server says it */
  send(mail: Mail): Promise<string>
}

/** Time for the server to answer. Milliseconds. */
const ANSWER_WITHIN_MS = 20_000
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]']

/** Mail by SMTP. */
export function createMailer({ smtpUrl, from }: MailerOptions): Mailer {
  const { protocol, username, hostname } = new URL(smtpUrl)
  const transport = createTransport({
    url: smtpUrl,
    // a password is never sent in the clear
    ...(protocol === 'smtp:' && username !== '' && !THIS_MACHINE.includes(hostname) && { requireTLS: true }),
    connectionTimeout: ANSWER_WITHIN_MS,
    greetingTimeout: ANSWER_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
  })
  return {
    send: async ({ to, ...mail }) => {
      const headers = { 'Auto-Submitted': 'auto-generated' }
      const sent = await transport.sendMail({ from, to: [...to], headers, disableFileAccess: true, disableUrlAccess: true, ...mail })
      return sent.messageId
    },
  }
}
