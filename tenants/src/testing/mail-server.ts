import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface MailServer {
  port: number
  /** What came: to whom, and the message as it is. */
  mails: { to: string[]; text: string; secure: boolean; user: string | null }[]
  /** Told of every mail before it is taken; throws to refuse it. */
  onMail: (to: string[]) => void
  close(): Promise<void>
}

/** A real SMTP server on this machine, without TLS and password unless the options say so. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const found: MailServer = { port: 0, mails: [], onMail: () => {}, close: () => new Promise((resolve) => server.close(() => resolve())) }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    ...options,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        try {
          found.onMail(to)
        } catch (refusal) {
          done(refusal as Error)
          return
        }
        found.mails.push({ to, text, secure: session.secure, user: (session.user as string | undefined) ?? null })
        done()
      })
    },
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1') as unknown as { address(): AddressInfo; once(name: string, done: () => void): void }
  await new Promise<void>((resolve) => listening.once('listening', resolve))
  found.port = listening.address().port
  return found
}

/** The text of a mail's parts, whatever they are sent as. */
export function readMail(text: string): { subject: string; body: string; messageId: string } {
  const header = (name: string) => new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(text)?.[1] ?? ''
  const subject = header('Subject')
    .replace(/\r\n[ \t]/g, '')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, words: string) => Buffer.from(words, 'base64').toString())
    .replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, words: string) => quoted(words.replaceAll('_', ' ')))
  const parts = text.split(/\r\n--[^\r\n]+(?:\r\n|$)/).map((part) => {
    const [head = '', ...rest] = part.split('\r\n\r\n')
    const content = rest.join('\r\n\r\n')
    if (/base64/i.test(head)) return Buffer.from(content, 'base64').toString()
    return /quoted-printable/i.test(head) ? quoted(content.replace(/=\r\n/g, '')) : content
  })
  return { subject, body: parts.join('\n'), messageId: header('Message-ID') }
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString()
